"""Registers as files, and imports in each state, for tests."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accounts.enums import Role
from accounts.models import User
from enterprises.services.cleaning import FIELDS
from notifications.models import OutboxMessage
from registers.models import RegisterRun
from registers.services.runs import confirm, upload
from registers.services.worker import work_next
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import typed_enterprise


def register_text(*rows: dict[str, Any], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def register_of(tmp_path: Path, *rows: dict[str, Any], delimiter: str = ",") -> Path:
    path = tmp_path / "register.csv"
    path.write_text(register_text(*rows, delimiter=delimiter), encoding="utf-8", newline="")
    return path


def numbered(count: int, *, first: int = 0, **changes: Any) -> list[dict[str, Any]]:
    return [typed_enterprise(first + number, **changes) for number in range(count)]


def importer(regency: str | None = None, role: Role = Role.STAFF) -> User:
    """Create staff of the province, or of a regency."""
    person: User = OfficialFactory(role=role, regency=regency)
    return person


def uploaded(actor: User, *rows: dict[str, Any], name: str = "register.csv") -> RegisterRun:
    return upload(actor, _pieces(register_text(*rows).encode()), filename=name)


def imported(actor: User, *rows: dict[str, Any]) -> RegisterRun:
    """Upload, check, confirm and import a register."""
    run = uploaded(actor, *rows)
    work_all()
    confirm(actor, run.pk)
    work_all()
    run.refresh_from_db()
    return run


def work_all() -> int:
    """Do everything a worker would do now; return the number of slices."""
    slices = 0
    while work_next():
        slices += 1
    return slices


def counts(run: RegisterRun) -> tuple[int, ...]:
    """Return read, created, updated, unchanged, bad."""
    return tuple(run.counts.values())


def message_keys() -> list[str]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("key", flat=True))


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]
