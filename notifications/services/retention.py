"""How long messages that have ended are kept."""

from common.dates import clock
from common.retention import retention
from notifications.enums import SECRET_KEYS
from notifications.models import OutboxMessage

# Account mail is kept for questions about mail that did not arrive, the rest for questions about an
# application.
KEEP_ACCOUNT_MAIL = retention("account-mail").period
KEEP_OTHERS = retention("outgoing-messages").period
BATCH = 5000


def purge_outbox() -> int:
    """Delete ended messages past their retention, with their deliveries; return how many.

    The inbox belongs to its reader and is not touched. At most BATCH of each sort per call, so that
    locks are short; the next night continues.
    """
    now = clock.now()
    ended = OutboxMessage.objects.filter(finished_at__isnull=False)
    old_mail = ended.filter(key__in=SECRET_KEYS, created_at__lt=now - KEEP_ACCOUNT_MAIL)
    old_others = ended.exclude(key__in=SECRET_KEYS).filter(created_at__lt=now - KEEP_OTHERS)
    deleted = 0
    for old in (old_mail, old_others):
        ids = list(old.order_by("created_at").values_list("id", flat=True)[:BATCH])
        deleted += len(ids)
        OutboxMessage.objects.filter(id__in=ids).delete()
    return deleted
