"""The log of checks: counted, without the visitor."""

from common.dates import clock
from common.retention import retention
from letters.enums import CheckWay
from letters.models import Check

_BATCH = 10_000


def record_check(way: CheckWay, letter_id: int | None) -> None:
    """Count one check; `letter_id` is None where it found no letter of the office."""
    Check.objects.create(at=clock.now(), way=way, letter_id=letter_id)


def forget_old_checks() -> int:
    """Delete the checks whose time is over, a part at a time; return how many."""
    limit, done = clock.now() - retention("letter-checks").period, 0
    while True:
        old = Check.objects.filter(at__lt=limit).order_by("at").values_list("pk", flat=True)
        gone, _per_model = Check.objects.filter(pk__in=list(old[:_BATCH])).delete()
        done += gone
        if gone < _BATCH:
            return done
