"""A figure of an edition as a person reads it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formats import number, percent, rupiah
from programs.models import Rule

NAMES: Mapping[str, str | Promise] = {
    "person": gettext_lazy("perorangan atau usaha"),
    "group": gettext_lazy("kelompok usaha"),
    "cooperative": gettext_lazy("koperasi"),
    "agriculture": gettext_lazy("pertanian"),
    "plantation": gettext_lazy("perkebunan"),
    "fishery": gettext_lazy("perikanan"),
    "livestock": gettext_lazy("peternakan"),
    "manufacturing": gettext_lazy("pengolahan dan kerajinan"),
    "trade": gettext_lazy("perdagangan"),
    "services": gettext_lazy("jasa"),
}
_UNITS: Mapping[str, str | Promise] = {
    "bulan": gettext_lazy("bulan"),
    "kali": gettext_lazy("kali"),
    "hari kerja": gettext_lazy("hari kerja"),
}


def spoken_figure(rule: Rule) -> str:
    """The value with its unit in words; an empty figure says so."""
    value = rule.value
    if value is None:
        return _("belum ada angka")
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, list):
        return ", ".join(str(NAMES.get(item, item)) for item in value)
    if isinstance(value, str):
        return _("%(rate)s per tahun") % {"rate": percent(Decimal(value))}
    if rule.unit == "kolektibilitas":
        return (
            _("kolektibilitas %(value)s (lancar)") % {"value": value} if value == 1 else str(value)
        )
    if rule.unit.startswith("rupiah"):
        per_year = _("%(amount)s per tahun") % {"amount": rupiah(value)}
        return per_year if "tahun" in rule.unit else rupiah(value)
    return f"{number(value)} {_UNITS.get(rule.unit, rule.unit)}".strip()
