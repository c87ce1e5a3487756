"""Which applications a person may see; rows are only ever fetched through here."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import active_postings, roles_of, scope_filter
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from common.errors import NotFound
from enterprises.models import Member
from programs.enums import State
from programs.models import Edition, Stage

# Large tables are joined. The small ones are fetched beside the rows, once each: planning a join
# of seven tables takes longer than reading fifty rows through them.
JOINED = ("enterprise", "claimed_by")
SHARED = ("scheme", "edition", "regency", "stage")
# All that a row of an API list needs: answers, verdict and encrypted numbers are most of a row.
_LISTED = (
    "number",
    "scheme",
    "edition",
    "enterprise__name",
    "regency",
    "state",
    "stage",
    "requested_amount",
    "due_on",
    "claimed_by",
    "submitted_at",
)
_EDITION = tuple(
    f"edition__{part}" for part in ("rules", "stages", "questions", "requirements", "outcome_words")
)


def with_relations(files: QuerySet[Application]) -> QuerySet[Application]:
    """Return `files` with what lists and pages show; four small queries, however many files."""
    return files.select_related(*JOINED).prefetch_related(*SHARED)


def only_listed(files: QuerySet[Application]) -> QuerySet[Application]:
    """Return `files` in the same order with no more than an API list shows.

    Pass a page of them to `attach_editions`.
    """
    unrelated = files.select_related(None).prefetch_related(None)
    return unrelated.select_related("enterprise").only(*_LISTED)


def attach_editions(files: Sequence[Application]) -> None:
    """Attach edition, scheme and stage to a page in two statements; its rows share the objects.

    A prefetch would take three, and most of the time of a page of fifty.
    """
    editions = Edition.objects.select_related("scheme").in_bulk({each.edition_id for each in files})
    stages = Stage.objects.in_bulk({each.stage_id for each in files if each.stage_id})
    for each in files:
        each.edition = editions[each.edition_id]
        each.scheme = each.edition.scheme
        if each.stage_id:
            each.stage = stages[each.stage_id]


def of_applicant(user: User) -> QuerySet[Application]:
    """Return the applications of the enterprises the person acts for, newest first."""
    return with_relations(Application.objects.filter(_acted_for(user))).order_by("-id")


def of_official(user: User, roles: Iterable[Role] = OFFICIAL_ROLES) -> QuerySet[Application]:
    """Return submitted applications within agency × region of the person's postings."""
    scope = scope_filter(
        user, roles=roles, field_path="scheme__agency_field", regency_path="regency"
    )
    submitted = Application.objects.filter(scope).filter(submitted_at__isnull=False)
    return with_relations(submitted).order_by("-id")


def visible_to(user: User) -> QuerySet[Application]:
    """Return everything the person may see, as applicant or as official."""
    return with_relations(_visible(user)).order_by("-id")


def application_for(user: User, application_id: int) -> Application:
    """Return one application; raises NotFound also when it exists but may not be seen."""
    application = visible_to(user).filter(pk=application_id).first()
    if application is None:
        raise _not_found()
    return application


def fetch_relations(application: Application) -> Application:
    """Fetch what is missing of the relations and the edition of this object, and return it."""
    prefetch_related_objects([application], *JOINED, *SHARED, *_EDITION)
    return application


def require_visible(user: User, application_id: int) -> None:
    """Raise NotFound when `application_for` would; for callers that do not need the row."""
    if not _visible(user).filter(pk=application_id).exists():
        raise _not_found()


def _visible(user: User) -> QuerySet[Application]:
    """Return what the person may see, without relations.

    Memberships of officials are read in a query of their own: in one OR with the scope, a
    subquery over memberships would keep PostgreSQL from using the index on the region.
    """
    roles = roles_of(user)
    if not roles & (OFFICIAL_ROLES | REVIEW_ROLES):
        return Application.objects.filter(_acted_for(user))
    visible = Q(pk__in=())
    for group in (OFFICIAL_ROLES, {Role.HELPER}):
        if roles & group:
            scope = scope_filter(
                user, roles=group, field_path="scheme__agency_field", regency_path="regency"
            )
            visible |= scope & _prepared_by_helpers() if group == {Role.HELPER} else scope
    visible &= Q(submitted_at__isnull=False)
    own = Member.objects.filter(user=user, until__isnull=True).values_list("enterprise_id")
    own_enterprises = [enterprise for (enterprise,) in own]
    if own_enterprises:
        visible |= Q(enterprise__in=own_enterprises)
    return Application.objects.filter(visible)


def _prepared_by_helpers() -> Q:
    """Match files of schemes with a stage of the helper: a consultant sees no others."""
    schemes = Stage.objects.filter(role=Role.HELPER).values_list("edition__scheme_id")
    return Q(scheme__in=sorted({scheme for (scheme,) in schemes}))


def _acted_for(user: User) -> Exists:
    return Exists(
        Member.objects.filter(user=user, until__isnull=True, enterprise=OuterRef("enterprise_id"))
    )


def _not_found() -> NotFound:
    return NotFound("not_found", _("Pengajuan tidak ditemukan."))


def queue_of(user: User) -> QuerySet[Application]:
    """Return the files waiting for the person, by due date.

    These are at a stage of the person's role, in their scope, and held by them or by nobody.
    Scope and stage are compared as keys of the row itself: over joins the planner cannot know that
    fifty rows are soon found along the index of due dates, and sorts the whole queue instead.
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
    files = (
        Application.objects.filter(state__in=[str(s) for s in QUEUE_STATES])
        .filter(waiting)
        .filter(Q(claimed_by__isnull=True) | Q(claimed_by=user))
        # Who may not decide a file because of the four-eyes rule does not see it here either.
        .exclude(stage__in=second_person, recommended_by=user)
        .exclude(Exists(Member.objects.filter(user=user, enterprise=OuterRef("enterprise_id"))))
    )
    return with_relations(files).order_by("due_on", "id")


class _OfficeStage(NamedTuple):
    id: int
    edition: int
    role: str
    second_person: bool
    field: str
    is_first: bool


def _office_stages() -> list[_OfficeStage]:
    """Return the office's stages of every edition: dozens, where applications are millions."""
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
    """Return role, agency field and regency (None: the province) of the reviewing postings."""
    posts = {
        (posting.role, posting.agency.field, posting.agency.regency_id)
        for posting in active_postings(user)
        if posting.role in REVIEW_ROLES
    }
    return sorted(posts, key=lambda post: (post[0], post[1], post[2] or ""))
