"""The officials' lists of applications: their views, their orders, and the next one to do."""

from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import EXPORT_ROLES, active_postings, bounds_of, roles_of
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import may_claim
from applications.selectors.access import with_relations
from applications.selectors.queue_filters import (
    ORDER_COLUMNS,
    Order,
    QueueFilters,
    apply_filters,
    is_late,
)
from enterprises.models import Member
from programs.enums import State
from programs.models import Scheme, Stage

MOST_PASSED_OVER = 20


class View(StrEnum):
    """The tabs of the queue page."""

    MINE = "mine"
    LATE = "late"
    ALL = "all"


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
        waiting |= turn if regency is None else turn & _of_regency(regency)
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
    scope = _within(bounds_of(user, OFFICIAL_ROLES))
    submitted = Application.objects.filter(scope).filter(submitted_at__isnull=False)
    return with_relations(submitted).order_by("-id")


def late_in_scope(user: User) -> QuerySet[Application]:
    """Return those in scope that wait for the office beyond their due date, claimed or not."""
    waiting = in_scope(user).filter(state__in=[str(s) for s in QUEUE_STATES])
    return _late(waiting).order_by("due_on", "id")


def view_of(user: User, view: View) -> QuerySet[Application]:
    """Return the applications of a view, in its order."""
    match view:
        case View.MINE:
            return queue_of(user)
        case View.LATE:
            return late_in_scope(user)
        case View.ALL:
            return in_scope(user)


def listed(user: User, view: View, filters: QueueFilters) -> QuerySet[Application]:
    """Return the applications of a view under filters: what a list shows, counts and exports."""
    return apply_filters(view_of(user, view), filters)


def exportable(user: User, view: View, filters: QueueFilters) -> QuerySet[Application]:
    """Return those listed that the person may export; all of them if `may_export_all_listed`."""
    applications = listed(user, view, filters)
    if may_export_all_listed(user):
        return applications
    return applications.filter(_within(bounds_of(user, EXPORT_ROLES)))


def may_export_all_listed(user: User) -> bool:
    """Tell whether the person may export everything they read: a reviewer elsewhere may not."""
    exported = bounds_of(user, EXPORT_ROLES)
    return user.is_superuser or all(
        (field, regency) in exported or (field, None) in exported
        for field, regency in bounds_of(user, OFFICIAL_ROLES | REVIEW_ROLES)
    )


def to_do_in(user: User, view: View) -> QuerySet[Application]:
    """Return what waits for the person among the applications of a view, in no certain order."""
    waiting = queue_of(user)
    return _late(waiting) if view == View.LATE else waiting


def orders_of(view: View) -> tuple[Order, ...]:
    """Return the orders in which a view can be read from an index, its own first."""
    if view == View.ALL:
        return (Order.NEWEST, Order.OLDEST)
    return (Order.DUE, Order.NEWEST, Order.OLDEST)


def next_to_do(
    user: User, *, after: Application, view: View, filters: QueueFilters, order: Order
) -> Application | None:
    """Return the first application of the view, in its order, that the person may work on.

    None when nothing is left besides `after`. Skips at most MOST_PASSED_OVER that the four-eyes
    rule bars the person from.
    """
    applications = apply_filters(to_do_in(user, view), filters).exclude(pk=after.pk)
    first = applications.order_by(*ORDER_COLUMNS[order])[:MOST_PASSED_OVER]
    return next((each for each in first if may_claim(user, each)), None)


def _late(waiting: QuerySet[Application]) -> QuerySet[Application]:
    return waiting.filter(is_late())


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


_Bounds = list[tuple[str | None, str | None]]


def _within(bounds: _Bounds) -> Q:
    """Match what is in any of the bounds: the same rows as `scope_filter` gives.

    As in `queue_of`, compared by foreign keys of the row.
    """
    schemes: dict[str, list[int]] = {}
    for pk, of_scheme in Scheme.objects.values_list("pk", "agency_field"):
        schemes.setdefault(of_scheme, []).append(pk)
    scope = Q(pk__in=())
    for field, regency in bounds:
        known = schemes.values() if field is None else [schemes.get(field, [])]
        bound = Q(scheme__in=[pk for each in known for pk in each])
        scope |= bound if regency is None else bound & _of_regency(regency)
    return scope


def _of_regency(regency: str) -> Q:
    """Match what the regency's own office examines."""
    return Q(regency=regency, at_province=False)


def _review_posts(user: User) -> list[tuple[str, str, str | None]]:
    """Return role, agency field and regency (None: the whole province) of reviewing postings."""
    posts = {
        (posting.role, posting.agency.field, posting.agency.regency_id)
        for posting in active_postings(user)
        if posting.role in REVIEW_ROLES
    }
    return sorted(posts, key=lambda post: (post[0], post[1], post[2] or ""))
