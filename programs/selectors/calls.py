"""Whether applications are taken under an edition today, and why not."""

from datetime import date

from django.utils.translation import gettext as _

from common.text.formats import date_long
from programs.kinds.registry import outcome_type_of
from programs.models import Edition


def closed_because(edition: Edition, today: date) -> str:
    """Return why nothing is taken today, in the reader's language; empty while the scheme is open.

    Places are allotted among those who answered one call, so without its first day there is none.
    """
    scheme, opens_on, closes_on = edition.scheme, edition.opens_on, edition.closes_on
    if not scheme.is_open:
        return _("Program ini sedang tidak menerima permohonan.")
    if opens_on is None and outcome_type_of(scheme.kind, scheme.outcome).allots_places:
        return _(
            "Program ini menerima permohonan hanya selama panggilan terbuka, dan panggilan "
            "berikutnya belum diumumkan. Tanyakan jadwalnya kepada dinas di daerah Anda."
        )
    if opens_on is not None and today < opens_on:
        return _("Program ini menerima permohonan mulai %(day)s.") % {"day": date_long(opens_on)}
    if closes_on is not None and today > closes_on:
        return _(
            "Panggilan program ini sudah ditutup pada %(day)s. Tanyakan panggilan berikutnya "
            "kepada dinas di daerah Anda."
        ) % {"day": date_long(closes_on)}
    return ""
