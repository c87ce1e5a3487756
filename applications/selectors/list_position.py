"""The position of an application in a list: its neighbours, and its number in the order."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from applications.models import Application
from common.lists.counting import CAP
from common.lists.paging import comes_before, neighbours


@dataclass(frozen=True)
class ListPosition:
    """The neighbours in a list; `position` of `total` only in a list of at most CAP rows.

    `has_left` when the application is no longer in it: the neighbours are those it had.
    """

    previous: Application | None
    next: Application | None
    position: int | None
    total: int | None
    has_left: bool = False


def position_in(
    applications: QuerySet[Application],
    application: Application,
    order: Sequence[str],
    *,
    stood_by: date | None = None,
) -> ListPosition:
    """Return the position of `application` in the list, or the one it had until it left.

    `stood_by` is the due date it had there: a decision or the next stage gave it another, or none.
    Three queries, four in a list beyond CAP, which read at most CAP + 1 rows of it.
    """
    plain = applications.select_related(None).prefetch_related(None)
    stands_before = ExpressionWrapper(
        comes_before(plain, order=order, row=application), output_field=BooleanField()
    )
    counts = (
        plain.order_by()
        .annotate(stands_before=stands_before)
        .values("pk", "stands_before")[: CAP + 1]
        .aggregate(
            total=Count("pk"),
            before=Count("pk", filter=Q(stands_before=True)),
            here=Count("pk", filter=Q(pk=application.pk)),
        )
    )
    is_short = counts["total"] <= CAP
    is_here = bool(counts["here"]) or (not is_short and _is_in(plain, application))
    place = application if is_here else _as_it_stood(application, stood_by)
    previous, following = neighbours(plain, order=order, row=place)
    known = is_short and is_here
    return ListPosition(
        previous,
        following,
        position=counts["before"] + 1 if known else None,
        total=counts["total"] if known else None,
        has_left=not is_here,
    )


def _is_in(applications: QuerySet[Application], application: Application) -> bool:
    return applications.order_by().filter(pk=application.pk).exists()


def _as_it_stood(application: Application, stood_by: date | None) -> Application:
    former = copy.copy(application)
    former.due_on = stood_by or application.due_on
    return former
