"""Who may sign for an office today."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.enums import OFFICIAL_ROLES
from accounts.models import Agency, User
from accounts.selectors.scope import active_postings
from common.dates import clock
from letters.models import Letter, Position, PositionHolder


def holders_on(day: date) -> QuerySet[PositionHolder]:
    """Return the holders of all positions on `day`."""
    return PositionHolder.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day
    )


def holder_of(agency: Agency, kind: str, on: date | None = None) -> PositionHolder | None:
    """Return who holds the office's position of this kind on `on` (default today), if anyone."""
    found = holders_on(on or clock.today()).filter(position__agency=agency, position__kind=kind)
    return found.select_related("position__agency", "position__on_behalf_of", "user").first()


def signing_holder(letter: Letter, user: User, on: date | None = None) -> PositionHolder | None:
    """Return the person's tenure that lets them sign the letter on `on`, or None.

    Whoever is no longer posted to the office signs nothing, whatever the tenure says.
    """
    if letter.agency_id not in _offices_of(user):
        return None
    holder = holder_of(letter.agency, letter.position_kind, on)
    return holder if holder is not None and holder.user_id == user.pk else None


def holds_at(user: User, agency: Agency) -> bool:
    """Tell whether the person is posted to the office as an official today."""
    return agency.pk in _offices_of(user)


def positions_held(user: User) -> QuerySet[Position]:
    """Return the positions that the person holds today at offices they are posted to."""
    offices = _offices_of(user)
    held = holders_on(clock.today()).filter(user=user)
    return Position.objects.filter(pk__in=held.values("position"), agency__in=offices)


def holders_today(places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], PositionHolder]:
    """Return who holds the positions today, by office and kind, in one query."""
    wanted = set(places)
    found = holders_on(clock.today()).filter(
        position__agency__in={agency for agency, _kind in wanted},
        position__kind__in={kind for _agency, kind in wanted},
    )
    return {
        (each.position.agency_id, each.position.kind): each
        for each in found.select_related("position__on_behalf_of", "user")
    }


def _offices_of(user: User) -> set[int]:
    return {each.agency_id for each in active_postings(user) if each.role in OFFICIAL_ROLES}
