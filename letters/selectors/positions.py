"""Who may sign for an office today."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Agency, User
from common.dates import clock
from letters.models import Letter, Position, PositionHolder


def holders_on(day: date) -> QuerySet[PositionHolder]:
    """Return the holders of all positions on `day`."""
    return PositionHolder.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day
    )


def holder_of(agency: Agency, kind: str, on: date | None = None) -> PositionHolder | None:
    """Return who holds the office's position of this kind on `on` (default today), if anybody."""
    found = holders_on(on or clock.today()).filter(position__agency=agency, position__kind=kind)
    return found.select_related("position__agency", "position__on_behalf_of", "user").first()


def signing_holder(letter: Letter, user: User, on: date | None = None) -> PositionHolder | None:
    """Return the person's tenure that lets them sign the letter on `on`, or None."""
    if not user.is_active:
        return None
    holder = holder_of(letter.agency, letter.position_kind, on)
    return holder if holder is not None and holder.user_id == user.pk else None


def positions_held(user: User) -> QuerySet[Position]:
    """Return the positions that the person holds today."""
    held = holders_on(clock.today()).filter(user=user)
    return Position.objects.filter(pk__in=held.values("position"))
