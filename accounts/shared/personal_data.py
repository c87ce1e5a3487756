"""What accounts hold about a person, for the copy of their data (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import BrowserSession, Consent, SecurityEvent, User
from accounts.selectors.phones import current_phone
from common.text.formats import datetime_wib

_MOST: Final = 2000


def personal_data(user: User) -> Mapping[str, Any]:
    """Return account, consents, sessions, and the person's acts in the security log."""
    return {
        "Akun": {
            "Nama": user.name,
            "Email": list(
                EmailAddress.objects.filter(user=user)
                .order_by("pk")
                .values_list("email", flat=True)
            ),
            "Nomor ponsel untuk masuk": current_phone(user),
            "Bahasa": dict(settings.LANGUAGES).get(user.language, user.language),
            "Dibuat pada": datetime_wib(user.date_joined),
        },
        "Persetujuan": [
            {
                "Tujuan": consent.text.get_purpose_display(),
                "Versi teks": consent.text.version,
                "Jawaban": "setuju" if consent.given else "ditarik",
                "Pada": datetime_wib(consent.at),
                "Teks": consent.text.text_id,
            }
            for consent in Consent.objects.filter(user=user).select_related("text").order_by("pk")
        ],
        "Perangkat yang masuk": [
            {
                "Perangkat": session.device,
                "Alamat jaringan": session.address or "",
                "Masuk pada": datetime_wib(session.begun_at) if session.begun_at else "",
            }
            for session in BrowserSession.objects.filter(user=user).order_by("-seen_at")[:_MOST]
        ],
        "Catatan keamanan, terbaru lebih dahulu": [
            {
                "Kejadian": str(event.get_action_display()),
                "Pada": datetime_wib(event.at),
                "Alamat jaringan": event.address or "",
            }
            for event in SecurityEvent.objects.filter(person=user).order_by("-id")[:_MOST]
        ],
    }
