"""Which applications a person may see; rows are only ever fetched through here."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import roles_of, scope_filter
from common.errors import NotFound
from enterprises.models import Member
from programs.enums import QUEUE_STATES, State
from programs.models import Application, Stage

FULL = ("scheme", "edition", "enterprise", "regency", "stage", "claimed_by")


def of_applicant(user: User) -> QuerySet[Application]:
    """Applications of the enterprises the person acts for, newest first."""
    mine = Member.objects.filter(
        user=user, until__isnull=True, enterprise=OuterRef("enterprise_id")
    )
    return Application.objects.filter(Exists(mine)).select_related(*FULL).order_by("-id")


def of_official(user: User, roles: Iterable[Role] = OFFICIAL_ROLES) -> QuerySet[Application]:
    """Submitted applications within agency × region of the person's postings; never drafts."""
    return (
        Application.objects.filter(
            scope_filter(
                user, roles=roles, field_path="scheme__agency_field", regency_path="regency"
            )
        )
        .filter(submitted_at__isnull=False)
        .select_related(*FULL)
        .order_by("-id")
    )


def visible_to(user: User) -> QuerySet[Application]:
    """Everything the person may see, as applicant or as official."""
    mine = Member.objects.filter(
        user=user, until__isnull=True, enterprise=OuterRef("enterprise_id")
    )
    scope = scope_filter(
        user, roles=OFFICIAL_ROLES, field_path="scheme__agency_field", regency_path="regency"
    )
    return (
        Application.objects.filter(Exists(mine) | (scope & Q(submitted_at__isnull=False)))
        .select_related(*FULL)
        .order_by("-id")
    )


def application_for(user: User, application_id: int) -> Application:
    """One application; raises NotFound also when it exists but may not be seen."""
    found = visible_to(user).filter(pk=application_id).first()
    if found is None:
        raise NotFound("not_found", _("Pengajuan tidak ditemukan."))
    return found


def queue_of(user: User) -> QuerySet[Application]:
    """Files waiting for the person: my stages and scope, held by me or by nobody, by due date."""
    waiting = Q(pk__in=[])
    for role in roles_of(user) & REVIEW_ROLES:
        scope = scope_filter(
            user, roles=[role], field_path="scheme__agency_field", regency_path="regency"
        )
        waiting |= scope & (
            Q(stage__role=role) | Q(state=State.SUBMITTED, edition__in=_editions_begun_by(role))
        )
    return (
        Application.objects.filter(state__in=[str(s) for s in QUEUE_STATES])
        .filter(waiting)
        .filter(Q(claimed_by__isnull=True) | Q(claimed_by=user))
        # Whom the four eyes keep off a file does not find it in the queue either.
        .exclude(stage__second_person=True, recommended_by=user)
        .exclude(Exists(Member.objects.filter(user=user, enterprise=OuterRef("enterprise_id"))))
        .select_related(*FULL)
        .order_by("due_on", "id")
    )


def _editions_begun_by(role: Role) -> list[int]:
    """Editions whose first stage belongs to `role`: a handful, where applications are millions."""
    first = (
        Stage.objects.filter(is_outside=False)
        .order_by("edition_id", "position")
        .distinct("edition_id")
    )
    return [stage.edition_id for stage in first if stage.role == role]
