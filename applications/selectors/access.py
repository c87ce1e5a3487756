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
# All that a line of the API tells of a file: answers, verdict and ciphers are most of a row.
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
    """`files` with what every list and page of them shows; four small queries however many."""
    return files.select_related(*JOINED).prefetch_related(*SHARED)


def listed(files: QuerySet[Application]) -> QuerySet[Application]:
    """`files` with what a line of the API tells, and nothing more; the order stays.

    Give the page to `fill_shared`.
    """
    bare = files.select_related(None).prefetch_related(None)
    return bare.select_related("enterprise").only(*_LISTED)


def fill_shared(files: Sequence[Application]) -> None:
    """Edition, scheme and stage of a page in two statements; its rows share the objects.

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
    """Applications of the enterprises the person acts for, newest first."""
    return with_relations(Application.objects.filter(_acted_for(user))).order_by("-id")


def of_official(user: User, roles: Iterable[Role] = OFFICIAL_ROLES) -> QuerySet[Application]:
    """Submitted applications within agency × region of the person's postings; never drafts."""
    scope = scope_filter(
        user, roles=roles, field_path="scheme__agency_field", regency_path="regency"
    )
    found = Application.objects.filter(scope).filter(submitted_at__isnull=False)
    return with_relations(found).order_by("-id")


def visible_to(user: User) -> QuerySet[Application]:
    """Everything the person may see, as applicant or as official."""
    return with_relations(_visible(user)).order_by("-id")


def application_for(user: User, application_id: int) -> Application:
    """One application; raises NotFound also when it exists but may not be seen."""
    found = visible_to(user).filter(pk=application_id).first()
    if found is None:
        raise _not_found()
    return found


def complete(application: Application) -> Application:
    """The same row with whatever of its relations and its edition was not fetched yet."""
    prefetch_related_objects([application], *JOINED, *SHARED, *_EDITION)
    return application


def require_visible(user: User, application_id: int) -> None:
    """Raises NotFound when `application_for` would; for whoever does not need the row."""
    if not _visible(user).filter(pk=application_id).exists():
        raise _not_found()


def _visible(user: User) -> QuerySet[Application]:
    """Without relations. An official is seldom an applicant too: asked first, because a membership
    beside the scope in one OR would keep the index of the region from answering."""
    roles = roles_of(user)
    if not roles & (OFFICIAL_ROLES | REVIEW_ROLES):
        return Application.objects.filter(_acted_for(user))
    seen = Q(pk__in=())
    for some in (OFFICIAL_ROLES, {Role.HELPER}):
        if roles & some:
            scope = scope_filter(
                user, roles=some, field_path="scheme__agency_field", regency_path="regency"
            )
            seen |= scope & _made_ready() if some == {Role.HELPER} else scope
    seen &= Q(submitted_at__isnull=False)
    own = Member.objects.filter(user=user, until__isnull=True).values_list("enterprise_id")
    enterprises = [enterprise for (enterprise,) in own]
    if enterprises:
        seen |= Q(enterprise__in=enterprises)
    return Application.objects.filter(seen)


def _made_ready() -> Q:
    """Files of the schemes that a helper makes ready: a consultant sees no others."""
    schemes = Stage.objects.filter(role=Role.HELPER).values_list("edition__scheme_id")
    return Q(scheme__in=sorted({scheme for (scheme,) in schemes}))


def _acted_for(user: User) -> Exists:
    return Exists(
        Member.objects.filter(user=user, until__isnull=True, enterprise=OuterRef("enterprise_id"))
    )


def _not_found() -> NotFound:
    return NotFound("not_found", _("Pengajuan tidak ditemukan."))


def queue_of(user: User) -> QuerySet[Application]:
    """Files waiting for the person: my stages and scope, held by me or by nobody, by due date.

    Scope and stage are asked as keys of the row itself: over joins the planner cannot tell that
    fifty rows are soon found along the index of due dates, and sorts the whole queue instead.
    """
    stages = _office_stages()
    waiting = Q(pk__in=[])
    for role, field, regency in _review_posts(user):
        mine = [each for each in stages if (each.role, each.field) == (role, field)]
        begun = [each.edition for each in mine if each.is_first]
        turn = Q(stage__in=[each.id for each in mine])
        turn |= Q(state=State.SUBMITTED, edition__in=begun)
        waiting |= turn if regency is None else turn & Q(regency=regency)
    judged_by_another = [each.id for each in stages if each.second_person]
    found = (
        Application.objects.filter(state__in=[str(s) for s in QUEUE_STATES])
        .filter(waiting)
        .filter(Q(claimed_by__isnull=True) | Q(claimed_by=user))
        # Whom the four eyes keep off a file does not find it in the queue either.
        .exclude(stage__in=judged_by_another, recommended_by=user)
        .exclude(Exists(Member.objects.filter(user=user, enterprise=OuterRef("enterprise_id"))))
    )
    return with_relations(found).order_by("due_on", "id")


class _OfficeStage(NamedTuple):
    id: int
    edition: int
    role: str
    second_person: bool
    field: str
    is_first: bool


def _office_stages() -> list[_OfficeStage]:
    """The stages of every edition: dozens, where applications are millions."""
    rows = (
        Stage.objects.exclude(exit="")
        .order_by("edition_id", "position")
        .values_list("id", "edition_id", "role", "second_person", "edition__scheme__agency_field")
    )
    begun: set[int] = set()
    found = []
    for id_, edition, role, second_person, field in rows:
        found.append(_OfficeStage(id_, edition, role, second_person, field, edition not in begun))
        begun.add(edition)
    return found


def _review_posts(user: User) -> list[tuple[str, str, str | None]]:
    """Role, agency field and regency (None: the province) of the postings that review, in order."""
    posts = {
        (posting.role, posting.agency.field, posting.agency.regency_id)
        for posting in active_postings(user)
        if posting.role in REVIEW_ROLES
    }
    return sorted(posts, key=lambda post: (post[0], post[1], post[2] or ""))
