"""A repeated API write does its work once.

1. `begin` inserts the key in its own transaction: the first to insert does the work, others get
   its answer or are refused while it works.
2. The caller works and calls `finish` in one transaction, so work and answer are stored together or
   not at all.
3. `abandon` deletes a key whose work was refused: nothing was done, and a repeat starts again.
A worker that died leaves a key without answer; after a minute another request may take it over. If
the first worker was only slow, its `finish` finds the key taken and its work is rolled back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import IdempotencyKey, User
from common.dates import clock
from common.errors import Conflict
from common.retention import retention

TAKE_OVER_AFTER = timedelta(seconds=60)
KEEP = retention("api-answers").period
WITHHELD = "\N{HEAVY ASTERISK}withheld"
WITHHELD_KEYS = frozenset(
    # Messages of violations quote sales figures.
    {"nik", "npwp", "phone", "annual_sales", "owner_capital", "loan_capital", "violations"}
)


@dataclass(frozen=True)
class Started:
    """The caller has to do the work; `claimed_at` distinguishes this claim from a later one."""

    pk: int
    claimed_at: datetime


@dataclass(frozen=True)
class Replayed:
    """The answer of the first request, with WITHHELD in place of private values."""

    status: int
    answer: Any


def begin(user: User, key: str, digest: str) -> Started | Replayed:
    """Claim `key` for a request with `digest`, or return the answer of the first one.

    Raises Conflict: `idempotency_mismatch` when the key came with another request,
    `idempotency_in_progress` while the first one is still running.
    """
    now = clock.now()
    try:
        # A separate savepoint: a lost race must not break a surrounding transaction.
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                user=user, key=key, request_digest=digest, created_at=now
            )
    except IntegrityError:
        return _resume(user, key, digest, now)
    return Started(row.pk, now)


def finish(started: Started, status: int, answer: Any) -> None:
    """Store the answer (JSON values) without private values; call it in the work's transaction.

    Raises Conflict when another request took the claim over, so that the work is rolled back.
    """
    updated = IdempotencyKey.objects.filter(
        pk=started.pk, created_at=started.claimed_at, status=None
    ).update(status=status, answer=withhold(answer))
    if not updated:
        raise _in_progress()


def abandon(started: Started) -> None:
    """Delete a claim whose work was refused or failed."""
    IdempotencyKey.objects.filter(
        pk=started.pk, created_at=started.claimed_at, status=None
    ).delete()


def withhold(answer: Any) -> Any:
    """Return `answer` with WITHHELD in place of every value that must not be stored."""
    if isinstance(answer, dict):
        return {
            name: WITHHELD if name in WITHHELD_KEYS else withhold(value)
            for name, value in answer.items()
        }
    if isinstance(answer, list):
        return [withhold(value) for value in answer]
    return answer


def restore(stored: Any, fresh: Any) -> Any:
    """Return `stored` with its withheld values taken from `fresh`, the answer built again.

    Values that `fresh` lacks become null.
    """
    if stored == WITHHELD:
        return fresh
    if isinstance(stored, dict):
        source = fresh if isinstance(fresh, dict) else {}
        return {name: restore(value, source.get(name)) for name, value in stored.items()}
    if isinstance(stored, list):
        rows = fresh if isinstance(fresh, list) and len(fresh) == len(stored) else []
        padded = rows or [None] * len(stored)
        return [restore(value, row) for value, row in zip(stored, padded, strict=True)]
    return stored


def forget_old_keys() -> int:
    """Delete keys older than a week; return how many."""
    deleted, _details = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP).delete()
    return deleted


def _resume(user: User, key: str, digest: str, now: datetime) -> Started | Replayed:
    row = IdempotencyKey.objects.filter(user=user, key=key).first()
    if row is None:
        # The first request was refused and its key deleted between this insert and this query.
        raise _in_progress()
    if row.request_digest != digest:
        raise Conflict(
            "idempotency_mismatch",
            _("Kunci ini sudah dipakai untuk permintaan lain. Pakai kunci baru."),
        )
    if row.status is not None:
        return Replayed(row.status, row.answer)
    if row.created_at > now - TAKE_OVER_AFTER:
        raise _in_progress()
    updated = IdempotencyKey.objects.filter(
        pk=row.pk, created_at=row.created_at, status=None
    ).update(created_at=now)
    if not updated:
        raise _in_progress()
    return Started(row.pk, now)


def _in_progress() -> Conflict:
    return Conflict(
        "idempotency_in_progress",
        _("Permintaan yang sama masih dikerjakan. Coba lagi beberapa saat lagi."),
    )
