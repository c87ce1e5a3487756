"""Leases on outbox rows: which worker may send a message, and until when."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from common.dates import clock
from notifications.enums import SECRET_KEYS, DeliveryStatus
from notifications.models import OutboxMessage
from notifications.policies.retry import wait_after


@dataclass(frozen=True)
class Claim:
    """A worker's lease on one message until `until`; `attempt` counts from 1.

    Attempt and end of lease together identify it: another worker's claim differs in both.
    """

    message_id: uuid.UUID
    attempt: int
    until: datetime

    def is_live(self) -> bool:
        """Tell whether the lease is valid; when not, another worker may already be sending."""
        return clock.now() < self.until


# One statement: rows that another worker is claiming are skipped, not waited for. Rows locked here
# cannot move before they are updated, so their ctid finds them without an index.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT ctid AS place, next_attempt_at AS waited_since FROM notifications_outboxmessage
    WHERE finished_at IS NULL AND next_attempt_at <= %(now)s
    ORDER BY next_attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE notifications_outboxmessage AS message
    SET attempts = attempts + 1, next_attempt_at = %(until)s
    FROM due WHERE message.ctid = due.place
    RETURNING message.id, message.attempts, due.waited_since
)
SELECT id, attempts FROM taken ORDER BY waited_since
"""
_STILL_CLAIMED = """
FROM unnest(%(ids)s::uuid[], %(attempts)s::int[]) AS claim (id, attempt)
WHERE message.id = claim.id AND message.attempts = claim.attempt
  AND message.next_attempt_at = %(until)s AND message.finished_at IS NULL
"""
_FINISH = f"""
UPDATE notifications_outboxmessage AS message
SET finished_at = %(now)s, sealed_cipher = NULL,
    context = CASE WHEN key = ANY(%(secret)s) THEN '{{}}'::jsonb ELSE context END
{_STILL_CLAIMED}
  AND NOT EXISTS (
    SELECT 1 FROM notifications_delivery AS delivery
    WHERE delivery.message_id = message.id AND delivery.status = %(waiting)s
  )
"""  # noqa: S608 - made of constants
_TRY_LATER = f"""
UPDATE notifications_outboxmessage AS message
SET next_attempt_at = (%(waits)s::timestamptz[])[array_position(%(ids)s::uuid[], message.id)]
{_STILL_CLAIMED}
"""  # noqa: S608 - made of constants


def claim_due(*, limit: int) -> list[Claim]:
    """Claim up to `limit` due messages that no worker holds, the longest waiting first.

    Its row locks end with the statement, so sending never holds one.
    """
    now = clock.now()
    until = now + settings.OUTBOX_LEASE
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": until, "limit": limit})
        return [Claim(row_id, attempt, until) for row_id, attempt in cursor.fetchall()]


def settle(claims: Sequence[Claim]) -> None:
    """End the messages whose channels have all ended, and schedule another attempt of the others.

    A message whose lease is lost is not changed. Two statements for claims of one lease.
    """
    for until, group in groupby(sorted(claims, key=_until), key=_until):
        _settle_lease(until, list(group))


def _until(claim: Claim) -> datetime:
    return claim.until


def _settle_lease(until: datetime, claims: Sequence[Claim]) -> None:
    now = clock.now()
    claim_values: dict[str, Any] = {
        "until": until,
        "ids": [claim.message_id for claim in claims],
        "attempts": [claim.attempt for claim in claims],
    }
    finish_values: dict[str, Any] = {
        "now": now,
        "secret": sorted(SECRET_KEYS),
        "waiting": DeliveryStatus.WAITING.value,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FINISH, {**claim_values, **finish_values})
        if cursor.rowcount < len(claims):
            waits = [now + wait_after(claim.attempt) for claim in claims]
            cursor.execute(_TRY_LATER, {**claim_values, "waits": waits})


def lock_claimed(claim: Claim) -> OutboxMessage | None:
    """Lock the message until the transaction ends; None when the lease is lost."""
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
