"""Spreadsheets of potential debtors, sent and checked, for tests."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from accounts.models import User
from programs.models import BulkCheck
from programs.services.bulk_check.files import result_path
from programs.services.bulk_check.jobs import start_bulk_check
from programs.services.bulk_check.worker import work_next
from tests.factories.accounts import OfficialFactory

HEADINGS = "nama,scheme,on,requested_amount,annual_sales,has_npwp,borrower"
TABLE = f"""{HEADINGS}
Siti,kur-mikro,2026-11-23,40000000,240000000,tidak,person
Budi,kur-mikro,2026-11-23,900000000,240000000,ya,person
=1+1,kur-tak-ada,2026-11-23,1,1,ya,person
""".encode()
# What once kept the portal from answering, each within the limit of bytes.
UNKNOWN_SCHEMES = "\n".join(["scheme,nama", *["tidak-ada,Siti"] * 4_000]).encode()
MANY_ROWS = b"scheme,n\n" + b"x,1\n" * 99_000
UNCLOSED_QUOTE = b'scheme,nama\nkur-mikro,"Siti\nkur-mikro,Budi\n'


def official() -> User:
    person: User = OfficialFactory()
    return person


def sent(person: User, content: bytes = TABLE, name: str = "calon.csv") -> BulkCheck:
    return start_bulk_check(person, _pieces(content), filename=name)


def checked(person: User, content: bytes = TABLE, name: str = "calon.csv") -> BulkCheck:
    """Send a spreadsheet and do everything a worker would do."""
    check = sent(person, content, name)
    work_all()
    check.refresh_from_db()
    return check


def work_all() -> int:
    """Do everything a worker would do now; return the number of slices."""
    slices = 0
    while work_next():
        slices += 1
    return slices


def numbered(count: int) -> bytes:
    """Return a table of so many rows, whose names are their numbers; every third is unreadable."""
    rows = [f"{n},{'x' if n % 3 == 2 else 'kur-mikro'},2026-11-23,,,," for n in range(count)]
    return "\n".join([HEADINGS, *rows]).encode()


def counts(check: BulkCheck) -> tuple[int, ...]:
    """Return read, eligible, refused, open, bad."""
    return tuple(check.counts.values())


def result_rows(check: BulkCheck) -> list[list[str]]:
    return rows_of(result_path(check))


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _pieces(content: bytes) -> Iterator[bytes]:
    stream = io.BytesIO(content)
    while piece := stream.read(100_000):
        yield piece
