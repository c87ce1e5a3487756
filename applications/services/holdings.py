"""The only writer of who holds an application: the open holding, and `Application.claimed_by`."""

from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from accounts.models import User
from applications.models import Application, Holding, HoldingEnd


def move_claim(
    application: Application, holder: User | None, *, ended_as: HoldingEnd, at: datetime
) -> bool:
    """Make `holder` the one who holds the application, or nobody; the same one keeps the holding.

    The open holding ends as `ended_as`. Sets `claimed_by` on the object too, which the caller has
    locked and saves. Tells whether anything changed.
    """
    before = application.claimed_by_id
    after = holder.pk if holder else None
    if before == after:
        return False
    application.claimed_by = holder
    if before is not None:
        _end(application, ended_as, at)
    if holder is not None:
        Holding.objects.create(
            application=application,
            holder=holder,
            since=at,
            taken_from_id=before if ended_as == HoldingEnd.TAKEN_OVER else None,
        )
    return True


def _end(application: Application, ended_as: HoldingEnd, at: datetime) -> None:
    # A clock that was set back must not keep anyone from giving a file away.
    Holding.objects.filter(application=application, until__isnull=True).update(
        until=Greatest("since", Value(at)), ended_as=ended_as
    )
