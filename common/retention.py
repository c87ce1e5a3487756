"""How long each kind of data is kept: rows that nightly jobs execute and the privacy page prints.

Each app has its rows in `<app>/retention.toml`. Those with a task are executed by that nightly job;
those without are kept, and say why. Periods are the portal's own policy unless the basis names a
law; none of them was set by a decree yet. A job takes its period from its row: nothing goes that no
row announces, and no row announces what no job does (tests/data_rights/test_retention.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.apps import apps

from common.files.toml_rows import toml_rows

_FILE: Final = "retention.toml"


@dataclass(frozen=True)
class Retention:
    """One kind of data: `period` or `months` after `since` it is dealt with as `then` says.

    Without either it is kept, for the reason in `then`. `task` is the name of the job that executes
    the row, '' for what is kept. `position` is its place on the privacy page, among the rows of all
    apps. Texts are in Indonesian and English.
    """

    code: str
    position: int
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
    """Return the rows of every installed app by their code, in the order of their positions.

    Raises ValueError for a wrong row, or for two of one code.
    """
    rows = [row for config in apps.get_app_configs() for row in _rows_in(Path(config.path))]
    return _by_code(sorted(rows, key=lambda row: row.position))


def retentions_of(app: str) -> Mapping[str, Retention]:
    """Return the rows of one app by their code: for settings, which are read before the apps."""
    (folder,) = import_module(app).__path__
    return _by_code(_rows_in(Path(folder)))


def retention(code: str) -> Retention:
    """Return the row `code`; raises KeyError where there is none: its job then deletes nothing."""
    return retentions()[code]


def _rows_in(folder: Path) -> list[Retention]:
    path = folder / _FILE
    return [_row(each) for each in toml_rows(path, "retention")] if path.exists() else []


def _by_code(rows: Iterable[Retention]) -> Mapping[str, Retention]:
    found: dict[str, Retention] = {}
    for row in rows:
        if row.code in found:
            raise ValueError(f"two rows of retention have the code {row.code}")
        found[row.code] = row
    return found


def _row(values: dict[str, Any]) -> Retention:
    row = Retention(**values)
    counted = sum(map(bool, (row.hours, row.days, row.months)))
    if counted != (0 if row.is_kept else 1):
        raise ValueError(f"retention {row.code}: a row with a job has one period, others have none")
    return row
