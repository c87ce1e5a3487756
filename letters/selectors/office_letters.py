"""Letters as the officials of the office see them: what they may read, and what waits."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet

from accounts.enums import OFFICIAL_ROLES
from accounts.models import User
from accounts.selectors.scope import Person
from common.dates import clock
from letters.enums import LetterStatus, NumberWay
from letters.models import Letter, NumberSource
from letters.permissions import WATCHING_ROLES, has_role, of_offices
from letters.policies.blocks import is_nearly_used
from letters.selectors.positions import positions_held

_MOST_SOURCES = 200


def readable(user: User) -> QuerySet[Letter]:
    """Return the letters that the person may read as an official, of offices in scope."""
    return Letter.objects.filter(
        of_offices(user, OFFICIAL_ROLES, "agency__") | _held(user)
    ).select_related("number__source", "agency", "asked_by", "signed_by")


def waiting_in_offices(user: User) -> QuerySet[Letter]:
    """Return all letters that wait for a signature in the offices that the person supervises."""
    waiting = Letter.objects.filter(
        of_offices(user, WATCHING_ROLES, "agency__"),
        status=LetterStatus.WAITING,
        is_statement=False,
    )
    return waiting.select_related("number", "agency")


def may_open_tray(user: Person) -> bool:
    """Tell whether the person signs for an office today, or supervises one."""
    if has_role(user, WATCHING_ROLES):
        return True
    return isinstance(user, User) and positions_held(user).exists()


def nearly_used_blocks(agencies: Iterable[int]) -> Sequence[tuple[NumberSource, int]]:
    """Return the blocks in force today with few numbers left, and how many are left."""
    today = clock.today()
    blocks = NumberSource.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        valid_from__lte=today,
        agency__in=set(agencies),
        way=NumberWay.BLOCK,
    )
    counted = blocks.annotate(used=Count("numbers")).select_related("agency").order_by("pk")
    found = [(each, (each.last or 0) - each.first + 1) for each in counted[:_MOST_SOURCES]]
    return [(each, size - each.used) for each, size in found if is_nearly_used(each.used, size)]


def _held(user: User) -> Q:
    held = Q(pk__in=())
    for position in positions_held(user):
        held |= Q(agency_id=position.agency_id, position_kind=position.kind)
    return held
