"""Telling exporters that a member can make less in a week than it promised them (ADR 37)."""

from collections.abc import Sequence
from datetime import date

from enterprises.models import CapacityPromise, Enterprise
from enterprises.selectors.shortfalls import Shortfall
from notifications.services.outbox import enqueue_all
from supply.enums import LetterState, OrderState
from supply.messages.order_notices import capacity_notices
from supply.models import Commitment


def capacity_fell(enterprise: Enterprise, fallen: Sequence[Shortfall]) -> set[date]:
    """Notify each exporter once per order: the first week, never the member's figures.

    Returns the weeks that an exporter was notified of. Held weeks are the member's own wish and
    bind it to nothing.
    """
    promises = CapacityPromise.objects.filter(
        enterprise=enterprise,
        week__in=[each.week for each in fallen],
        subject__startswith=Commitment.SUBJECT,
        released_at__isnull=True,
    )
    weeks: dict[int, list[date]] = {}
    for subject, week in promises.order_by("week").values_list("subject", "week"):
        weeks.setdefault(int(subject.removeprefix(Commitment.SUBJECT)), []).append(week)
    letters = Commitment.objects.filter(pk__in=weeks, state=LetterState.ACCEPTED)
    known = letters.exclude(order__state=OrderState.CANCELLED).select_related(
        "order__exporter", "invitation__product__enterprise"
    )
    told: set[date] = set()
    for letter in known.order_by("pk"):
        notices = capacity_notices(letter, weeks[letter.pk][0])
        enqueue_all(notices)
        told |= set(weeks[letter.pk]) if notices else set()
    return told
