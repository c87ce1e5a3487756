"""Warning on the next page that more is promised than can be made."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.text.formats import date_short
from enterprises.selectors.shortfalls import Shortfall


def warn_of(request: HttpRequest, short: Sequence[Shortfall]) -> None:
    """Name the weeks, and say whether the exporter was notified; nothing where none is."""
    if not short:
        return
    said = _(
        "Pekan %(weeks)s: Anda sudah menjanjikan lebih dari yang tersisa. Janji itu tetap berlaku "
        "sampai dilepas."
    )
    told = _("Eksportirnya diberi tahu.") if any(each.is_told for each in short) else ""
    weeks = ", ".join(date_short(each.week) for each in short)
    messages.warning(request, f"{said % {'weeks': weeks}} {told}".strip())
