"""The work of one process on the outbox, as the portal's task does it."""

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


def connect() -> bool:
    """Connect, so that no measurement includes it."""
    connection.ensure_connection()
    return OutboxMessage.objects.filter(pk=None).exists()


def deliver() -> bool:
    """Deliver until nothing is due; return whether something may be left."""
    return deliver_due(seconds=600)


def empty() -> int:
    """Take and finish messages without sending anything; return how many."""
    finished = 0
    while claims := claim_due(limit=BATCH):
        settle(claims)
        finished += len(claims)
    return finished


def floor() -> int:
    """Do the least that a queue in this table can do: one update per message, without a lease."""
    finished = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_ONE_UPDATE, [BATCH])
            if not cursor.rowcount:
                return finished
            finished += cursor.rowcount


def lease_floor() -> int:
    """Do the least that a queue without a lock during sending can do: two updates per message."""
    finished = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_LEASE, [BATCH])
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return finished
            cursor.execute(_END, [ids])
            finished += len(ids)
