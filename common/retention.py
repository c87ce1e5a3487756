"""How long each kind of data is kept: rows that nightly jobs execute and the privacy page prints.

The rows are in `common/data/retention.toml`. A job takes its period from its row: nothing goes
that no row announces, and no row announces what no job does (tests/data_rights/test_retention.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from common.files.toml_rows import toml_rows

_FILE = Path(__file__).resolve().parent / "data" / "retention.toml"


@dataclass(frozen=True)
class Retention:
    """One kind of data: `period` or `months` after `since` it is dealt with as `then` says.

    Without either it is kept, for the reason in `then`. `task` is the name of the job that executes
    the row, '' for what is kept. Texts are in Indonesian and English.
    """

    code: str
    what_id: str
    what_en: str
    then_id: str
    then_en: str
    basis: str
    since_id: str = ""
    since_en: str = ""
    hours: int = 0
    days: int = 0
    months: int = 0
    task: str = ""

    @property
    def period(self) -> timedelta:
        """The period of a row that is counted in hours or days; raises ValueError for any other."""
        if not (self.hours or self.days):
            raise ValueError(f"retention {self.code} is not counted in hours or days")
        return timedelta(days=self.days, hours=self.hours)

    @property
    def is_kept(self) -> bool:
        """Whether no job deletes it."""
        return not self.task


@cache
def retentions() -> Mapping[str, Retention]:
    """Return every row by its code, in the order of the file. Raises ValueError for a wrong row."""
    rows = [_row(each) for each in toml_rows(_FILE, "retention")]
    return {row.code: row for row in rows}


def retention(code: str) -> Retention:
    """Return the row `code`; raises KeyError where there is none: its job then deletes nothing."""
    return retentions()[code]


def _row(values: dict[str, Any]) -> Retention:
    row = Retention(**values)
    counted = sum(map(bool, (row.hours, row.days, row.months)))
    if counted != (0 if row.is_kept else 1):
        raise ValueError(f"retention {row.code}: a row with a job has one period, others have none")
    return row
