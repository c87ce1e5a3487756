"""Letters whose last day has passed."""

from django.db import transaction

from common.dates import clock
from common.jobs.one_by_one import count_done
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter
from letters.services.history import record, set_status

_CHUNK = 500
_IN_FORCE = (LetterStatus.VALID, LetterStatus.SUSPENDED)


def expire_letters() -> int:
    """Mark letters that ended before today as expired; return how many, one transaction each."""
    today, done, after = clock.today(), 0, 0
    while True:
        due = Letter.objects.filter(status__in=_IN_FORCE, valid_until__lt=today, pk__gt=after)
        keys = list(due.order_by("pk").values_list("pk", flat=True)[:_CHUNK])
        if not keys:
            return done
        done += count_done(_expire, keys, what="end of a letter")
        after = keys[-1]


def _expire(letter_id: int) -> bool:
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if letter.status not in _IN_FORCE:
            return False
        set_status(letter, LetterAction.EXPIRED)
        letter.save(update_fields=["status", "status_at"])
        record(letter, LetterAction.EXPIRED)
    return True
