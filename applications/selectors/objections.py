"""Objections to refusals: the time for one, those of a file, and those that officials handle."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings, bounds_of, scope_filter
from applications.lifecycle import OPEN_STATES
from applications.models import (
    OPEN_OBJECTIONS,
    REOPENING,
    Application,
    ApplicationEvent,
    DecisionNotice,
    Objection,
    ObjectionStatus,
)
from applications.permissions import OBJECTION_ROLES
from applications.policies.objections import ObjectionTerms, ObjectionWindow
from common.dates.clock import local_date
from common.errors import NotFound
from common.law.citation import citation
from enterprises.models import Member
from programs.enums import State, Transition
from programs.models import Edition, Stage
from reference.selectors.calendar import due_date
from reference.selectors.parameters import parameter

_TERMS: Final = ("objection.file", "objection.answer", "objection.follow", "appeal.file")
# At most this many are read to count an edition's; the page says when there are more.
MOST_COUNTED: Final = 1000


def terms_on(day: date) -> ObjectionTerms:
    """Return the terms in force on a day; raises MissingParameterError where one is missing."""
    rows = {key: parameter(key, day) for key in _TERMS}
    file, answer, follow, appeal = (int(rows[key].value) for key in _TERMS)
    return ObjectionTerms(
        file=file,
        answer=answer,
        follow=follow,
        appeal=appeal,
        basis=citation(rows["objection.file"]),
        appeal_basis=citation(rows["appeal.file"]),
        is_verified=all(row.is_verified for row in rows.values()),
    )


def latest_rejection(application: Application) -> ApplicationEvent | None:
    """Return the refusal in force; None unless the application is refused now."""
    if application.state != State.REJECTED:
        return None
    return application.events.filter(transition=Transition.REJECT).order_by("id").last()


def window_of(rejection: ApplicationEvent, decided_on: date) -> ObjectionWindow:
    """Return until when the refusal may be objected to; raises MissingParameterError."""
    terms = terms_on(decided_on)
    notice = DecisionNotice.objects.filter(event=rejection).first()
    if notice is None or notice.delivered_on is None:
        return ObjectionWindow(terms, None, None)
    counted_from = notice.delivered_on
    if notice.recorded_at is not None:
        # A delivery recorded late takes away no day that the applicant was promised.
        counted_from = max(counted_from, local_date(notice.recorded_at))
    return ObjectionWindow(terms, notice.delivered_on, due_date(counted_from, terms.file))


def latest_objection(application: Application) -> Objection | None:
    """Return the latest objection to a refusal of the application, whatever its result."""
    return _whole(application.objections.all()).order_by("-id").first()


def objection_to(rejection: ApplicationEvent) -> Objection | None:
    """Return the objection to this refusal."""
    return _whole(Objection.objects.filter(rejection=rejection)).first()


def lifted_by(application: Application) -> User | None:
    """Return who upheld the objection to its latest refusal; None where silence did."""
    rejections = application.events.filter(transition=Transition.REJECT)
    rejection = rejections.order_by("id").last()
    objection = objection_to(rejection) if rejection is not None else None
    return objection.answered_by if objection is not None else None


def may_still_come(application: Application) -> bool:
    """Tell whether the refusal in force has no objection yet.

    Also after its time: a letter may have been received before it ended.
    """
    rejection = latest_rejection(application)
    return rejection is not None and not Objection.objects.filter(rejection=rejection).exists()


def latest_notice(application: Application) -> DecisionNotice | None:
    """Return the notice of the application's latest refusal."""
    return application.decision_notices.order_by("-id").first()


def may_work_on_objections(user: Any) -> bool:
    """Tell whether the person has a role that reviews or answers objections, or audits."""
    roles = {posting.role for posting in active_postings(user)}
    allowed = {str(role) for role in (*OBJECTION_ROLES, Role.ADMIN, Role.AUDITOR)}
    return bool(roles & allowed) or bool(getattr(user, "is_superuser", False) and user.is_active)


def in_scope(user: User) -> QuerySet[Objection]:
    """Return the objections in agency × region of the official's postings."""
    return _whole(Objection.objects.filter(_scope(user, "application__")))


def open_in_scope(user: User) -> QuerySet[Objection]:
    """Return those that wait for a review or an answer, in the order of their due date."""
    return in_scope(user).filter(status__in=[str(s) for s in OPEN_OBJECTIONS])


def answered_in_scope(user: User) -> QuerySet[Objection]:
    """Return those that were answered or stayed without an answer; order by `-answered_at`."""
    return in_scope(user).exclude(status__in=[str(s) for s in OPEN_OBJECTIONS])


def to_do(user: User) -> QuerySet[Objection]:
    """Return those that the person may review, or answer in the deciding role, by due date."""
    member = Member.objects.filter(user=user, enterprise=OuterRef("application__enterprise"))
    acted = ApplicationEvent.objects.filter(application=OuterRef("application"), actor=user)
    # A refused file stays at the stage in which it was decided.
    reviewing, deciding = Q(pk__in=()), Q(pk__in=())
    for role in OBJECTION_ROLES:
        staged = Stage.objects.filter(
            edition=OuterRef("application__edition"), role=role, is_outside=False
        )
        reviewing |= Q(Exists(staged)) & _scope(user, "application__", {role})
        deciding |= Q(application__stage__role=role) & _scope(user, "application__", {role})
    recorded = Q(received_on__isnull=False, filed_by=user)
    signing = Q(status=ObjectionStatus.REVIEWED) & ~Q(reviewed_by=user) & ~recorded & deciding
    return (
        Objection.objects.filter(
            (Q(status=ObjectionStatus.FILED) & reviewing & ~Q(Exists(acted))) | signing
        )
        .exclude(Exists(member))
        .order_by("due_on", "id")
    )


def objection_for(user: User, objection_id: int) -> Objection:
    """Return one in scope; raises NotFound also when it exists elsewhere."""
    objection = in_scope(user).filter(pk=objection_id).first()
    if objection is None:
        raise NotFound("not_found", _("Keberatan tidak ditemukan."))
    return objection


def undelivered(user: User) -> QuerySet[DecisionNotice]:
    """Return refusals in scope whose notice is not known to have arrived, the oldest first."""
    waiting = DecisionNotice.objects.filter(
        _scope(user, "application__"),
        delivered_on__isnull=True,
        application__state=State.REJECTED,
    )
    return waiting.select_related("application__enterprise", "application__regency").order_by(
        "decided_at", "id"
    )


def other_open(application: Application) -> Application | None:
    """Return another open application for the same thing, which keeps this one from reopening."""
    return (
        Application.objects.filter(
            scheme=application.scheme_id,
            enterprise=application.enterprise_id,
            uniqueness_value=application.uniqueness_value,
            state__in=[str(s) for s in OPEN_STATES],
        )
        .exclude(pk=application.pk)
        .first()
    )


def upheld_under(edition: Edition) -> list[Mapping[str, Any]]:
    """Return reason and verdict of the refusals that an objection overturned, the newest first.

    Under this edition; under every edition of its scheme for a draft, since nobody has applied
    under it.
    """
    judged = (
        Q(application__edition=edition)
        if edition.is_published
        else Q(application__scheme=edition.scheme_id)
    )
    rows = (
        Objection.objects.filter(judged, status__in=[str(s) for s in REOPENING])
        .order_by("-id")
        .values(reason=F("rejection__reason"), verdict=F("application__verdict"))
    )
    return list(rows[:MOST_COUNTED])


def _whole(objections: QuerySet[Objection]) -> QuerySet[Objection]:
    return objections.select_related(
        "application__enterprise",
        "application__regency",
        "application__scheme",
        "rejection",
        "filed_by",
        "reviewed_by",
        "answered_by",
        "attachment__version",
    )


def _scope(user: User, path: str, roles: Any = None) -> Q:
    if roles is None and (user.is_superuser or (None, None) in bounds_of(user, {Role.AUDITOR})):
        return Q()
    return scope_filter(
        user,
        roles=roles or (*OBJECTION_ROLES, Role.ADMIN, Role.AUDITOR),
        field_path=f"{path}scheme__agency_field",
        regency_path=f"{path}regency",
        province_path=f"{path}at_province",
    )
