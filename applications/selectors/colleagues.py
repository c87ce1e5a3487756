"""To whom an official may hand an application: colleagues in the same role and scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import REVIEW_ROLES
from accounts.models import Posting, User
from accounts.selectors.scope import active_postings, postings_on
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import acting_stage, earlier_reviewers
from common.dates import clock
from common.errors import InvalidInput
from enterprises.models import Member

# More than one office has; a province chooses among the first by name.
MOST = 300


@dataclass(frozen=True)
class Colleague:
    """One person to choose, with the agencies at which they hold the role."""

    id: int
    name: str
    agencies: str


def colleagues_for(application: Application, *, but: User) -> list[Colleague]:
    """Return who else may hold a waiting application now, by name; one query, or two."""
    stage = acting_stage(application)
    if stage is None or application.state not in QUEUE_STATES:
        return []
    regency = Q(agency__regency=None) | Q(agency__regency=application.office_regency)
    postings = (
        _in_force()
        .filter(regency, role=stage.role, agency__field=application.scheme.agency_field)
        .exclude(
            Exists(
                Member.objects.filter(
                    user=OuterRef("user_id"), enterprise_id=application.enterprise_id
                )
            )
        )
    )
    if stage.second_person:
        postings = postings.exclude(user__in=earlier_reviewers(application, stage))
    return _people(postings, but)


def colleagues_of(user: User) -> list[Colleague]:
    """Return who shares a reviewing role, an agency's field and a region with the person.

    Whether they may hold a certain application is asked when it is handed over.
    """
    shared = Q(pk__in=())
    for posting in active_postings(user):
        if posting.role in REVIEW_ROLES:
            own = Q(role=posting.role, agency__field=posting.agency.field)
            regency = posting.agency.regency_id
            if regency is not None:
                own &= Q(agency__regency=None) | Q(agency__regency=regency)
            shared |= own
    return _people(_in_force().filter(shared), user)


def find_colleague(key: int | None) -> User:
    """Return the reviewing official with this key. Raises InvalidInput `no_colleague`."""
    postings = _in_force().filter(role__in=[str(r) for r in REVIEW_ROLES], user=key)
    user = User.objects.filter(pk__in=postings.values("user")).first() if key else None
    if user is None:
        raise InvalidInput("no_colleague", _("Pilih rekan yang akan menerima berkas."))
    return user


def _in_force() -> QuerySet[Posting]:
    return postings_on(clock.today()).filter(user__is_active=True)


def _people(postings: QuerySet[Posting], but: User) -> list[Colleague]:
    others = (
        postings.exclude(user=but)
        .select_related("user", "agency")
        .order_by("user__name", "user_id", "agency_id")[:MOST]
    )
    return [
        Colleague(people[0].user_id, str(people[0].user), _agencies(people))
        for people in _by_person(others).values()
    ]


def _by_person(postings: Iterable[Posting]) -> dict[int, list[Posting]]:
    grouped: dict[int, list[Posting]] = {}
    for posting in postings:
        grouped.setdefault(posting.user_id, []).append(posting)
    return grouped


def _agencies(postings: Iterable[Posting]) -> str:
    return ", ".join(dict.fromkeys(posting.agency.name for posting in postings))
