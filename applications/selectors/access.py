"""Which applications a person may see; all other code fetches applications from here."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import roles_of, scope_filter
from applications.models import Application
from common.errors import NotFound
from enterprises.models import Member
from programs.models import Edition, Stage

# Large tables are joined. The small ones are fetched separately, once each: planning a join of
# seven tables takes longer than reading fifty rows through them.
JOINED = ("enterprise", "claimed_by")
SHARED = ("scheme", "edition", "regency", "stage")
# The columns of an API list; answers, verdict and encrypted numbers are most of a row's size.
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
    "reported_turn",
    "claimed_by",
    "opinion",
    "submitted_at",
    "lapsed_at",
)
_EDITION = tuple(
    f"edition__{part}" for part in ("rules", "stages", "questions", "requirements", "outcome_words")
)


def with_relations(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Load the relations that lists and pages show: four small queries for any number of rows."""
    return applications.select_related(*JOINED).prefetch_related(*SHARED)


def only_list_columns(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Limit `applications` to the columns that an API list shows; the order is unchanged.

    Pass a page of them to `attach_editions`.
    """
    unrelated = applications.select_related(None).prefetch_related(None)
    return unrelated.select_related("enterprise").only(*_LISTED)


def attach_editions(applications: Sequence[Application]) -> None:
    """Attach edition, its stages and scheme to a page in two queries; its rows share the objects.

    A prefetch of scheme, edition and stage takes most of the time of a page of fifty.
    """
    editions = (
        Edition.objects.select_related("scheme")
        .prefetch_related("stages")
        .in_bulk({each.edition_id for each in applications})
    )
    stages = {stage.pk: stage for each in editions.values() for stage in each.stages.all()}
    for each in applications:
        each.edition = editions[each.edition_id]
        each.scheme = each.edition.scheme
        if each.stage_id:
            each.stage = stages[each.stage_id]


def of_applicant(user: User) -> QuerySet[Application]:
    """Return the applications of the enterprises the person acts for, newest first."""
    return with_relations(Application.objects.filter(_acted_for(user))).order_by("-id")


def of_official(user: User, roles: Iterable[Role] = OFFICIAL_ROLES) -> QuerySet[Application]:
    """Return submitted applications within agency × region of the person's postings."""
    scope = scope_filter(user, roles=roles, province_path="at_province")
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
    """Load the missing relations and the edition of this object, and return it."""
    prefetch_related_objects([application], *JOINED, *SHARED, *_EDITION)
    return application


def require_visible(user: User, application_id: int) -> None:
    """Raise NotFound when `application_for` would; for callers that do not need the row."""
    if not _visible(user).filter(pk=application_id).exists():
        raise _not_found()


def _visible(user: User) -> QuerySet[Application]:
    """Return what the person may see, without relations.

    An official's memberships are read in a separate query: in one OR with the scope, a subquery
    over memberships would keep PostgreSQL from using the index on the region.
    """
    roles = roles_of(user)
    if not roles & (OFFICIAL_ROLES | REVIEW_ROLES):
        return Application.objects.filter(_acted_for(user))
    visible = Q(pk__in=())
    for group in (OFFICIAL_ROLES, {Role.HELPER}):
        if roles & group:
            scope = scope_filter(user, roles=group, province_path="at_province")
            visible |= scope & _prepared_by_helpers() if group == {Role.HELPER} else scope
    visible &= Q(submitted_at__isnull=False)
    own = Member.objects.acting().filter(user=user).values_list("enterprise_id")
    own_enterprises = [enterprise for (enterprise,) in own]
    if own_enterprises:
        visible |= Q(enterprise__in=own_enterprises)
    return Application.objects.filter(visible)


def _prepared_by_helpers() -> Q:
    """Match applications of schemes with a helper's stage; a consultant sees no others."""
    schemes = Stage.objects.filter(role=Role.HELPER).values_list("edition__scheme_id")
    return Q(scheme__in=sorted({scheme for (scheme,) in schemes}))


def _acted_for(user: User) -> Exists:
    return Exists(Member.objects.acting().filter(user=user, enterprise=OuterRef("enterprise_id")))


def _not_found() -> NotFound:
    return NotFound("not_found", _("Pengajuan tidak ditemukan."))
