"""Leases on outbox rows: who may send a message now, and whether they still may."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from common import clock
from notifications.models import OutboxMessage


@dataclass(frozen=True)
class Claim:
    """A worker's right to send one message until `until`; `attempt` counts from 1.

    Attempt and end of lease together identify it: another worker's claim differs in both.
    """

    message_id: uuid.UUID
    attempt: int
    until: datetime

    def is_live(self) -> bool:
        """Whether the lease still runs; when not, another worker may already be sending."""
        return clock.now() < self.until


def claim_due(*, limit: int) -> list[Claim]:
    """Take up to `limit` due messages that nobody holds, the longest waiting first.

    One short transaction: rows that another worker is just taking are skipped, not waited for, and
    no lock outlives it, so sending never holds one.
    """
    now = clock.now()
    until = now + settings.OUTBOX_LEASE
    with transaction.atomic():
        rows = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(finished_at__isnull=True, next_attempt_at__lte=now)
            .order_by("next_attempt_at")
            .only("id", "attempts")[:limit]
        )
        for row in rows:
            row.attempts += 1
            row.next_attempt_at = until
        OutboxMessage.objects.bulk_update(rows, ["attempts", "next_attempt_at"])
    return [Claim(row.id, row.attempts, until) for row in rows]


def lock_held(claim: Claim) -> OutboxMessage | None:
    """The message locked for the rest of the transaction, or None when it is no longer ours."""
    return (
        OutboxMessage.objects.select_for_update()
        .filter(
            id=claim.message_id,
            attempts=claim.attempt,
            next_attempt_at=claim.until,
            finished_at__isnull=True,
        )
        .first()
    )
