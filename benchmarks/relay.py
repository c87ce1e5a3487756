"""One worker's share of the outbox, as its task does it."""

from django.db import connection

from notifications.models import OutboxMessage
from notifications.services.claiming import claim_due, settle
from notifications.services.delivery import deliver_due

BATCH = 1000
_ONE_UPDATE = """
UPDATE notifications_outboxmessage SET finished_at = now() WHERE ctid IN (
    SELECT ctid FROM notifications_outboxmessage
    WHERE finished_at IS NULL AND next_attempt_at <= now()
    ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
"""
_LEASE = """
UPDATE notifications_outboxmessage SET next_attempt_at = now() + interval '1 minute'
WHERE ctid IN (
    SELECT ctid FROM notifications_outboxmessage
    WHERE finished_at IS NULL AND next_attempt_at <= now()
    ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_END = "UPDATE notifications_outboxmessage SET finished_at = now() WHERE id = ANY(%s)"


def warm() -> bool:
    """Connects, so that no measurement pays for it."""
    connection.ensure_connection()
    return OutboxMessage.objects.filter(pk=None).exists()


def relay() -> bool:
    """Delivers until nothing is due; whether something may be left."""
    return deliver_due(seconds=600)


def empty() -> int:
    """Takes and ends messages with nothing left to send; how many."""
    ended = 0
    while claims := claim_due(limit=BATCH):
        settle(claims)
        ended += len(claims)
    return ended


def floor() -> int:
    """The least a queue in this table can do: one update a message, no lease, no identity."""
    ended = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_ONE_UPDATE, [BATCH])
            if not cursor.rowcount:
                return ended
            ended += cursor.rowcount


def lease_floor() -> int:
    """The least a queue can do whose workers hold no lock while they send: two updates."""
    ended = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_LEASE, [BATCH])
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return ended
            cursor.execute(_END, [ids])
            ended += len(ids)
