"""What an import wrote to each enterprise, so that it can be undone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import connection

from enterprises.models import Enterprise
from enterprises.services.cleaning import EnterpriseData
from registers.models import RegisterChange

# NIK, NPWP and regency are compared in their stored form; warnings are not stored.
_NOT_COMPARED = ("nik", "npwp", "regency", "warnings")
COMPARED = tuple(item.name for item in fields(EnterpriseData) if item.name not in _NOT_COMPARED)
WRITTEN = (
    *COMPARED,
    "regency",
    *Enterprise.nik.columns,
    *Enterprise.npwp.columns,
    "stated",
    "updated_at",
)
BATCH = 500
# Arrays, because a table with a binary column is otherwise written value by value.
_INSERT = (
    f"INSERT INTO {RegisterChange._meta.db_table} "  # noqa: S608
    "(run_id, enterprise_id, written_at, former_cipher) SELECT %s, fresh.* "
    "FROM unnest(%s::bigint[], %s::timestamptz[], %s::bytea[]) AS fresh"
)


def former_values(enterprise: Enterprise) -> str:
    """Return everything an import may overwrite, as JSON.

    It holds personal data and is stored encrypted.
    """
    values: dict[str, Any] = {name: getattr(enterprise, name) for name in COMPARED}
    values |= {
        "regency_id": enterprise.regency_id,
        "npwp": enterprise.npwp,
        "stated": enterprise.stated,
        "founded_on": enterprise.founded_on.isoformat() if enterprise.founded_on else None,
        "updated_at": enterprise.updated_at.isoformat(),
    }
    return json.dumps(values, ensure_ascii=False)


def restore(enterprise: Enterprise, values: dict[str, Any]) -> Enterprise:
    """Restore the former values, with the time of the last change; does not save."""
    for name, value in values.items():
        setattr(enterprise, name, value)
    founded_on = values["founded_on"]
    enterprise.founded_on = date.fromisoformat(founded_on) if founded_on else None
    enterprise.updated_at = datetime.fromisoformat(values["updated_at"])
    return enterprise


def record_changes(
    run_id: int, created: Iterable[Enterprise], updated: Iterable[tuple[Enterprise, str]]
) -> None:
    """Record the enterprises of a chunk just written; those updated with their former values.

    Call it in the chunk's transaction.
    """
    changes = [_change(run_id, each) for each in created]
    for enterprise, former in updated:
        change = _change(run_id, enterprise)
        change.former = former
        changes.append(change)
    columns: tuple[list[Any], ...] = (
        [change.enterprise_id for change in changes],
        [change.written_at for change in changes],
        [change.former_cipher for change in changes],
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [run_id, *columns])


def overwrite(enterprises: Sequence[Enterprise]) -> None:
    """Write back rows that the caller has locked.

    Each insert conflicts with its own row, which is many times faster than an update.
    """
    Enterprise.objects.bulk_create(
        enterprises,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN,
    )


def _change(run_id: int, enterprise: Enterprise) -> RegisterChange:
    return RegisterChange(run_id=run_id, enterprise=enterprise, written_at=enterprise.updated_at)
