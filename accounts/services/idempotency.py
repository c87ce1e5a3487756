"""A repeated API write does its work once.

1. `begin` inserts the key in its own transaction: whoever inserts first works, others are answered
   or told to wait.
2. The caller works and calls `finish` in one transaction, so work and answer are kept together or
   not at all.
3. `abandon` forgets a key whose work was refused: nothing happened, a repeat asks afresh.
A worker that died leaves a key without answer; after a minute another may take it over. If the
first was only slow, its `finish` finds the key taken and its work is rolled back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import IdempotencyKey, User
from common.dates import clock
from common.errors import Conflict

TAKE_OVER_AFTER = timedelta(seconds=60)
KEEP = timedelta(days=7)
WITHHELD = "\N{HEAVY ASTERISK}withheld"
WITHHELD_KEYS = frozenset(
    # Messages of violations quote sales figures.
    {"nik", "npwp", "phone", "annual_sales", "owner_capital", "loan_capital", "violations"}
)


@dataclass(frozen=True)
class Started:
    """The work is the caller's; `claimed_at` tells this claim from a later one."""

    pk: int
    claimed_at: datetime


@dataclass(frozen=True)
class Replayed:
    """The answer that was given before, with WITHHELD in place of private values."""

    status: int
    answer: Any


def begin(user: User, key: str, digest: str) -> Started | Replayed:
    """Claims `key` for a request with `digest`, or gives the answer of the first one.

    Raises Conflict: `idempotency_mismatch` when the key came with another request,
    `idempotency_in_progress` while the first one still works.
    """
    now = clock.now()
    try:
        # A savepoint of its own: a lost race must not spoil a surrounding transaction.
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                user=user, key=key, request_digest=digest, created_at=now
            )
    except IntegrityError:
        return _known(user, key, digest, now)
    return Started(row.pk, now)


def finish(started: Started, status: int, answer: Any) -> None:
    """Keeps the answer (JSON values) without private figures; call it in the work's transaction.

    Raises Conflict when the claim was taken over meanwhile, so that the work is rolled back.
    """
    kept = IdempotencyKey.objects.filter(
        pk=started.pk, created_at=started.claimed_at, status=None
    ).update(status=status, answer=withhold(answer))
    if not kept:
        raise _in_progress()


def abandon(started: Started) -> None:
    """Forgets a claim whose work was refused or failed."""
    IdempotencyKey.objects.filter(
        pk=started.pk, created_at=started.claimed_at, status=None
    ).delete()


def withhold(answer: Any) -> Any:
    """`answer` with WITHHELD in place of every value that must not be stored."""
    if isinstance(answer, dict):
        return {
            name: WITHHELD if name in WITHHELD_KEYS else withhold(value)
            for name, value in answer.items()
        }
    if isinstance(answer, list):
        return [withhold(value) for value in answer]
    return answer


def restore(stored: Any, fresh: Any) -> Any:
    """`stored` with its withheld values taken from `fresh`, an answer made anew; else null."""
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
    """Removes keys older than a week; how many."""
    removed, _details = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP).delete()
    return removed


def _known(user: User, key: str, digest: str, now: datetime) -> Started | Replayed:
    row = IdempotencyKey.objects.filter(user=user, key=key).first()
    if row is None:
        # The first request was refused between our insert and this look.
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
    taken = IdempotencyKey.objects.filter(pk=row.pk, created_at=row.created_at, status=None).update(
        created_at=now
    )
    if not taken:
        raise _in_progress()
    return Started(row.pk, now)


def _in_progress() -> Conflict:
    return Conflict(
        "idempotency_in_progress",
        _("Permintaan yang sama masih dikerjakan. Coba lagi beberapa saat lagi."),
    )
