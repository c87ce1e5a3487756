"""The logo of an office, and of a letter that has one."""

from functools import lru_cache

from django.db.models import QuerySet

from accounts.enums import AgencyKind
from accounts.models import Agency, User
from letters.models import OfficeLogo
from letters.permissions import SETTING_ROLES, of_offices

_KEPT = 32


def logo_id_of(agency_id: int) -> int | None:
    """Return the key of the office's logo; None where it has none, or removed it."""
    latest = OfficeLogo.objects.filter(agency=agency_id).order_by("-id")
    found = latest.values_list("pk", "media_type").first()
    return found[0] if found is not None and found[1] else None


@lru_cache(maxsize=_KEPT)
def image_of(logo_id: int) -> tuple[bytes, str]:
    """Return picture and media type of a logo; rows never change, so they are kept in memory."""
    logo = OfficeLogo.objects.get(pk=logo_id)
    return bytes(logo.image), logo.media_type


def offices_with_logos(user: User) -> QuerySet[Agency]:
    """Return the offices whose logo the person may set, by name."""
    offices = Agency.objects.filter(of_offices(user, SETTING_ROLES), kind=AgencyKind.OFFICE)
    return offices.order_by("name", "pk")
