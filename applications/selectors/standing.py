"""Where one application stands in a list: its neighbours, and its number in the order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from applications.models import Application
from common.lists.counting import CAP
from common.lists.paging import comes_before, neighbours


@dataclass(frozen=True)
class Standing:
    """The neighbours in a list; `position` of `total` only in a list of at most CAP rows."""

    previous: Application | None
    next: Application | None
    position: int | None
    total: int | None


def standing_in(
    applications: QuerySet[Application], application: Application, order: Sequence[str]
) -> Standing:
    """Return where `application` stands in the list; no position when it is no longer in it.

    Three queries, which read at most CAP + 1 rows of the list, whatever its length.
    """
    plain = applications.select_related(None).prefetch_related(None)
    previous, following = neighbours(plain, order=order, row=application)
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
    known = counts["total"] <= CAP and counts["here"]
    return Standing(
        previous,
        following,
        position=counts["before"] + 1 if known else None,
        total=counts["total"] if known else None,
    )
