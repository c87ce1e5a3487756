"""The officials' lists of applications: views, filters, search, and the next one."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import active_postings, roles_of
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.selectors.access import of_official, with_relations
from common.dates import clock
from common.lists.word_search import (
    MOST_SIMILAR,
    as_one_number,
    explain,
    matching_words,
    most_similar,
)
from enterprises.models import Member
from programs.enums import State
from programs.models import Scheme, Stage

# Longer than the code of any filter.
_MAX_CODE = 40
_MAX_SEARCH = 300
_NIB_DIGITS = 13
# The start of an application's number: letters of its scheme, a dash, digits and dashes.
_NUMBER = re.compile(r"[A-Z]{2,10}-[0-9-]*")


class View(StrEnum):
    """The tabs of the queue page."""

    MINE = "mine"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True)
class QueueFilters:
    """Filters of a list by code, and a search; empty means any."""

    state: str = ""
    stage: str = ""
    scheme: str = ""
    regency: str = ""
    overdue: bool = False
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the filters from a query string, ignoring what cannot be a code."""
        codes = {
            name: value
            for name in ("state", "stage", "scheme", "regency")
            if (value := query.get(name, "")) and len(value) <= _MAX_CODE and "\x00" not in value
        }
        text = query.get("q", "").replace("\x00", "").strip()[:_MAX_SEARCH]
        return cls(**codes, overdue=query.get("overdue") == "1", q=text)

    @property
    def params(self) -> dict[str, str]:
        """The set filters as query parameters."""
        named = {k: v for k, v in asdict(self).items() if v and k != "overdue"}
        return {**named, "overdue": "1"} if self.overdue else named

    def __bool__(self) -> bool:
        return bool(self.params)


def is_reviewer(user: User) -> bool:
    """Tell whether the person mainly reviews; reporting staff start with the list of all."""
    return bool(roles_of(user) & (REVIEW_ROLES - {Role.STAFF}))


def queue_of(user: User) -> QuerySet[Application]:
    """Return the applications waiting for the person, by due date.

    These are at a stage of the person's role, in their scope, and claimed by them or by nobody.
    Scope and stage are compared by foreign keys of the row itself: across joins the planner cannot
    tell that fifty rows are soon found along the index of due dates, and sorts the whole queue
    instead.
    """
    stages = _office_stages()
    waiting = Q(pk__in=[])
    for role, field, regency in _review_posts(user):
        own = [each for each in stages if (each.role, each.field) == (role, field)]
        beginning = [each.edition for each in own if each.is_first]
        turn = Q(stage__in=[each.id for each in own])
        turn |= Q(state=State.SUBMITTED, edition__in=beginning)
        waiting |= turn if regency is None else turn & Q(regency=regency)
    second_person = [each.id for each in stages if each.second_person]
    applications = (
        Application.objects.filter(state__in=[str(s) for s in QUEUE_STATES])
        .filter(waiting)
        .filter(Q(claimed_by__isnull=True) | Q(claimed_by=user))
        # Applications that the four-eyes rule bars the person from deciding are left out as well.
        .exclude(stage__in=second_person, recommended_by=user)
        .exclude(Exists(Member.objects.filter(user=user, enterprise=OuterRef("enterprise_id"))))
    )
    return with_relations(applications).order_by("due_on", "id")


def in_scope(user: User) -> QuerySet[Application]:
    """Return all submitted ones that the official may read, newest first; a superuser reads all."""
    if user.is_superuser:
        return with_relations(Application.objects.filter(submitted_at__isnull=False)).order_by(
            "-id"
        )
    return of_official(user)


def late_in_scope(user: User, today: date | None = None) -> QuerySet[Application]:
    """Return those in scope that wait for the office beyond their due date, claimed or not."""
    return (
        in_scope(user)
        .filter(state__in=[str(s) for s in QUEUE_STATES], due_on__lt=today or clock.today())
        # The due date of an outside party is informational; it does not make the office late.
        .exclude(stage__in=_outside_stages())
        .order_by("due_on", "id")
    )


def view_of(user: User, view: View) -> QuerySet[Application]:
    """Return the applications of a view, in its order."""
    match view:
        case View.MINE:
            return queue_of(user)
        case View.LATE:
            return late_in_scope(user)
        case View.ALL:
            return in_scope(user)


def apply_filters(
    applications: QuerySet[Application], filters: QueueFilters
) -> QuerySet[Application]:
    """Return those that match the filters; a submitted one counts as in its first stage."""
    if filters.state:
        applications = applications.filter(state=filters.state)
    if filters.stage:
        applications = applications.filter(
            Q(stage__code=filters.stage)
            | Q(state=State.SUBMITTED, edition__in=_editions_beginning_with(filters.stage))
        )
    if filters.scheme:
        applications = applications.filter(scheme__code=filters.scheme)
    if filters.regency:
        applications = applications.filter(regency=filters.regency)
    if filters.overdue:
        waiting = [str(s) for s in QUEUE_STATES]
        applications = applications.filter(state__in=waiting, due_on__lt=clock.today())
    return search_applications(applications, filters.q) if filters.q else applications


def search_applications(applications: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Filter by number (or its start), NIB (13 digits) or words of the enterprise's name.

    Each has its own index, so a text is treated as one of the three: what starts like an
    application's number is a number. Words without three letters in a row find nothing.
    """
    nib = as_one_number(text, _NIB_DIGITS)
    if nib:
        return applications.filter(enterprise__nib=nib)
    if is_number(text):
        return applications.filter(number__startswith=text.strip().upper())
    return matching_words(applications, text, "enterprise__name")


def is_number(text: str) -> bool:
    """Tell whether `text` starts like an application's number, such as "KURM-26-"."""
    upper = text.strip().upper()
    if not _NUMBER.fullmatch(upper):
        return False
    return Scheme.objects.filter(number_prefix=upper.partition("-")[0]).exists()


def search_problem(text: str) -> str:
    """Explain why a search for `text` cannot find anything; '' when it can."""
    return "" if as_one_number(text, _NIB_DIGITS) or is_number(text) else explain(text)


def with_similar_names(applications: QuerySet[Application], text: str) -> list[Application]:
    """Return those of enterprises with names similar to `text`, the most similar first."""
    if as_one_number(text, _NIB_DIGITS) or is_number(text):
        return []
    return most_similar(applications, "enterprise__name", text)[:MOST_SIMILAR]


def next_application(user: User, after: Application, filters: QueueFilters) -> Application | None:
    """Return the application after `after` in the person's queue, else the first one, or None."""
    applications = apply_filters(queue_of(user), filters).exclude(pk=after.pk)
    if after.due_on is not None:
        later = Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk)
        following = applications.filter(later).first()
        if following is not None:
            return following
    return applications.first()


def _outside_stages() -> list[int]:
    """Return keys rather than a join, for the reason given at `queue_of`."""
    return list(Stage.objects.filter(is_outside=True).values_list("pk", flat=True))


def _editions_beginning_with(code: str) -> list[int]:
    first = Stage.objects.exclude(exit="").order_by("edition_id", "position").distinct("edition_id")
    return [stage.edition_id for stage in first if stage.code == code]


class _OfficeStage(NamedTuple):
    id: int
    edition: int
    role: str
    second_person: bool
    field: str
    is_first: bool


def _office_stages() -> list[_OfficeStage]:
    """Return the office's stages of every edition: dozens, against millions of applications."""
    rows = (
        Stage.objects.exclude(exit="")
        .order_by("edition_id", "position")
        .values_list("id", "edition_id", "role", "second_person", "edition__scheme__agency_field")
    )
    seen: set[int] = set()
    stages = []
    for id_, edition, role, second_person, field in rows:
        stages.append(_OfficeStage(id_, edition, role, second_person, field, edition not in seen))
        seen.add(edition)
    return stages


def _review_posts(user: User) -> list[tuple[str, str, str | None]]:
    """Return role, agency field and regency (None: the whole province) of reviewing postings."""
    posts = {
        (posting.role, posting.agency.field, posting.agency.regency_id)
        for posting in active_postings(user)
        if posting.role in REVIEW_ROLES
    }
    return sorted(posts, key=lambda post: (post[0], post[1], post[2] or ""))
