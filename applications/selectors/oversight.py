"""What the inspectorate looks for among the decisions of a period, in the scope of one auditor.

Every list reads a period of at most MOST_DAYS along one index, and is paged or short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import Person, bounds_of, is_auditor, scope_filter
from applications.models import ApplicationEvent
from common.dates import clock
from programs.enums import Transition

DEFAULT_DAYS: Final = 90
MOST_DAYS: Final = 366
# So soon after the file reached its stage it can hardly have been read before the decision.
QUICK: Final = timedelta(minutes=10)
# Two people who decide so many files together, and nearly all of the recommender's.
PAIR_FILES: Final = 5
PAIR_SHARE: Final = 90
PAIRS_SHOWN: Final = 50
_DECISIONS: Final = (str(Transition.APPROVE), str(Transition.REJECT))


@dataclass(frozen=True)
class Period:
    """Two days in Jakarta, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Pair:
    """Two people who recommend and decide together; `share` is in whole percent."""

    recommender: User
    decider: User
    files: int
    of_recommender: int

    @property
    def share(self) -> int:
        return self.files * 100 // self.of_recommender


def may_oversee(user: Person) -> bool:
    """Tell whether the person reads the lists for the inspectorate: an auditor or a superuser."""
    return is_auditor(user) or bool(getattr(user, "is_superuser", False) and user.is_active)


def period_of(first: date | None, last: date | None) -> Period:
    """Return the asked period, at most MOST_DAYS before its end; by default DEFAULT_DAYS."""
    end = last or clock.today()
    start = first or end - timedelta(days=DEFAULT_DAYS)
    return Period(max(start, end - timedelta(days=MOST_DAYS)), end)


def against_recommendation(user: User, period: Period) -> QuerySet[ApplicationEvent]:
    """Return the decisions that contradict the recommendation."""
    decided = _events(user, period).filter(transition__in=_DECISIONS)
    return _shown(decided.filter(data__against_recommendation=True))


def exceptions_and_corrections(user: User, period: Period) -> QuerySet[ApplicationEvent]:
    """Return files closed with open stages outside the office, and requests for correction."""
    closed = Q(transition=Transition.COMPLETE, data__has_key="open_stages")
    return _shown(_events(user, period).filter(closed | Q(transition=Transition.REQUEST_REVISION)))


def decided_quickly(user: User, period: Period) -> QuerySet[ApplicationEvent]:
    """Return the decisions within QUICK after the file reached the deciding stage, as `waited`."""
    before = ApplicationEvent.objects.filter(
        application=OuterRef("application"), id__lt=OuterRef("id")
    ).order_by("-id")
    waited = ExpressionWrapper(
        F("at") - Subquery(before.values("at")[:1]), output_field=DurationField()
    )
    decided = _events(user, period).filter(transition__in=_DECISIONS)
    return _shown(decided.annotate(waited=waited).filter(waited__lt=QUICK))


def constant_pairs(user: User, period: Period) -> list[Pair]:
    """Return who decided nearly all that one person recommended, the most files first."""
    decided = _events(user, period).filter(
        transition__in=_DECISIONS, application__recommended_by__isnull=False
    )
    counts: Sequence[Mapping[str, Any]] = list(
        decided.order_by()
        .values("application__recommended_by", "application__decided_by")
        .annotate(files=Count("id"))
    )
    totals: dict[int, int] = {}
    for row in counts:
        key = row["application__recommended_by"]
        totals[key] = totals.get(key, 0) + row["files"]
    found = [
        (row["application__recommended_by"], row["application__decided_by"], row["files"])
        for row in counts
        if row["application__decided_by"] is not None and row["files"] >= PAIR_FILES
    ]
    people = User.objects.in_bulk({key for one, other, _files in found for key in (one, other)})
    pairs = [Pair(people[one], people[two], files, totals[one]) for one, two, files in found]
    constant = [pair for pair in pairs if pair.share >= PAIR_SHARE]
    return sorted(constant, key=lambda pair: -pair.files)[:PAIRS_SHOWN]


def _events(user: User, period: Period) -> QuerySet[ApplicationEvent]:
    events = ApplicationEvent.objects.filter(
        at__gte=clock.midnight(period.first),
        at__lt=clock.midnight(period.last + timedelta(days=1)),
    )
    if user.is_superuser or (None, None) in bounds_of(user, {Role.AUDITOR}):
        return events
    scope = scope_filter(
        user,
        roles={Role.AUDITOR},
        field_path="application__scheme__agency_field",
        regency_path="application__regency",
        province_path="application__at_province",
    )
    return events.filter(scope)


def _shown(events: QuerySet[ApplicationEvent]) -> QuerySet[ApplicationEvent]:
    return events.select_related(
        "application__enterprise", "application__edition", "actor"
    ).prefetch_related("application__edition__outcome_words")
