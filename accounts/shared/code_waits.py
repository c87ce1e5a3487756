"""When another code may be requested, in words."""

import math

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import clock
from common.errors import TooManyRequests
from common.text.formats import datetime_wib, time_wib


def wait_text(error: TooManyRequests) -> str:
    """Return a sentence that says when another code may be requested."""
    until = error.params["until"]
    seconds = math.ceil((until - clock.now()).total_seconds())  # type: ignore[operator]
    if error.code == "phone_address_limit":
        return _("Terlalu banyak kode diminta dari jaringan ini. Coba lagi setelah %(time)s.") % {
            "time": time_wib(until)  # type: ignore[arg-type]
        }
    return short_wait_text(seconds) or _(
        "Terlalu banyak kode untuk nomor ini. Coba lagi setelah %(time)s."
    ) % {"time": datetime_wib(until)}  # type: ignore[arg-type]


def short_wait_text(seconds: int) -> str:
    """Return `Kode baru dapat diminta 1 menit lagi.`; '' for more than a minute."""
    if seconds > settings.PHONE_CODE_PAUSE.total_seconds():
        return ""
    if seconds == settings.PHONE_CODE_PAUSE.total_seconds():
        return _("Kode baru dapat diminta 1 menit lagi.")
    return ngettext(
        "Kode baru dapat diminta %(seconds)d detik lagi.",
        "Kode baru dapat diminta %(seconds)d detik lagi.",
        seconds,
    ) % {"seconds": seconds}
