"""Values of legal parameters with their units, as text and as they are typed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.dates.parsing import parse_date
from common.money.rupiah import parse_rupiah
from common.text.formats import date_short, number, rupiah
from common.text.typed import says_nothing
from reference.models import LegalParameter

RUPIAH: Final = "rupiah"
DAY: Final = "tanggal"
UNITS: Mapping[str, str | Promise] = {
    RUPIAH: _("rupiah"),
    DAY: _("tanggal"),
    "hari kerja": _("hari kerja"),
    "jam": _("jam"),
    "bulan": _("bulan"),
}


def value_with_unit(parameter: LegalParameter) -> str:
    """Return the value "21" in "hari kerja" as "21 hari kerja", text that is no number as it is."""
    value, unit = parameter.value, parameter.unit
    try:
        if unit == RUPIAH:
            return rupiah(int(value))
        if unit == DAY:
            return date_short(date.fromisoformat(value))
        return f"{number(int(value))} {UNITS.get(unit, unit)}"
    except ValueError:
        return f"{value} {unit}".strip()


def typed_value(value: str, unit: str) -> str:
    """Return a stored value as people type it: 4.800.000.000, 31/12/2026, 21."""
    try:
        if unit == DAY:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        return number(int(value))
    except ValueError:
        return value


def stored_value(typed: str, unit: str) -> str:
    """Return what was typed as it is stored: digits, or an ISO date.

    Raises NotADate or NotAnAmount, both ValueError; an empty text means no figure and stays empty.
    """
    if says_nothing(typed):
        return ""
    return parse_date(typed).isoformat() if unit == DAY else str(parse_rupiah(typed))
