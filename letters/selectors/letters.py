"""Letters by what they are about, and those that wait for a signature."""

from django.db.models import Q, QuerySet

from accounts.models import User
from letters.enums import LetterStatus
from letters.models import Letter
from letters.selectors.positions import positions_held


def letters_about(subject: str) -> QuerySet[Letter]:
    """Return the letters about a thing, the oldest first; cancelled drafts are left out."""
    found = Letter.objects.filter(subject=subject).exclude(status=LetterStatus.CANCELLED)
    return found.select_related("number").order_by("pk")


def waiting_for(user: User) -> QuerySet[Letter]:
    """Return the letters that wait for a position which the person holds today."""
    tray = Q(pk__in=())
    for position in positions_held(user):
        tray |= Q(agency_id=position.agency_id, position_kind=position.kind)
    waiting = Letter.objects.filter(tray, status=LetterStatus.WAITING, is_statement=False)
    return waiting.select_related("number", "agency")
