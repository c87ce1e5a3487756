"""What people type in the fields of an enterprise, and what each must give.

A row of `typed_cells.csv` is a whole enterprise of which one `field` is typed in an unusual way,
with the `right` value that is stored, or the `code` of the refusal.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from enterprises.services.cleaning import FIELDS

_SOURCE = Path(__file__).with_name("typed_cells.csv")


@dataclass(frozen=True)
class TypedCell:
    """One enterprise as it was typed, and the right answer for one of its fields."""

    typed: dict[str, str]
    field: str
    right: str
    code: str


def _read() -> list[TypedCell]:
    with _SOURCE.open(encoding="utf-8", newline="") as stream:
        return [
            TypedCell(
                {name: row.get(name, "") for name in FIELDS},
                row["field"],
                row["right"],
                row["code"],
            )
            for row in csv.DictReader(stream)
        ]


CELLS = _read()


def label(cell: TypedCell) -> str:
    """Return the field and what was typed, as the name of a test."""
    return f"{cell.field}-{ascii(cell.typed[cell.field])[1:-1]}"
