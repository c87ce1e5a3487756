"""A figure of an edition as a person reads it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formats import date_long, number, percent, rupiah
from programs.kinds.registry import code_name
from programs.models import Rule
from programs.policies.rulevalues import DAY_UNIT

_NAMES: Mapping[str, str | Promise] = {
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
    "furniture": gettext_lazy("mebel"),
    "fashion": gettext_lazy("fesyen"),
    "agribusiness": gettext_lazy("agrobisnis"),
    "handicraft": gettext_lazy("kerajinan"),
    "spa": gettext_lazy("spa"),
    "other": gettext_lazy("lainnya"),
}
_UNITS: Mapping[str, str | Promise] = {
    "bulan": gettext_lazy("bulan"),
    "kali": gettext_lazy("kali"),
    "hari kerja": gettext_lazy("hari kerja"),
    "hari": gettext_lazy("hari"),
    "tahun": gettext_lazy("tahun"),
    "persen": gettext_lazy("persen"),
    "tempat": gettext_lazy("tempat"),
    "produk": gettext_lazy("produk"),
    "sertifikat": gettext_lazy("sertifikat"),
    "m3 per tahun": gettext_lazy("meter kubik per tahun"),
}


def name_of(code: str) -> str:
    """Return what a code of a list is called; an unknown code is returned unchanged."""
    if code in _NAMES:
        return str(_NAMES[code])
    declared = code_name(code)
    return _(declared) if declared else code


def figure_text(rule: Rule) -> str:
    """Return the value with its unit in words; an empty figure says so."""
    value = rule.value
    if value is None:
        return _("belum ada angka")
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, list):
        return ", ".join(name_of(item) for item in value)
    return _day_or_rate(rule) if isinstance(value, str) else _amount(rule)


def _day_or_rate(rule: Rule) -> str:
    text = str(rule.value)
    if rule.unit == DAY_UNIT:
        return date_long(date.fromisoformat(text))
    return _("%(rate)s per tahun") % {"rate": percent(Decimal(text))}


def _amount(rule: Rule) -> str:
    value = cast(int, rule.value)
    if rule.unit == "kolektibilitas":
        return (
            _("kolektibilitas %(value)s (lancar)") % {"value": value} if value == 1 else str(value)
        )
    if rule.unit.startswith("rupiah"):
        if "tahun" in rule.unit:
            return _("%(amount)s per tahun") % {"amount": rupiah(value)}
        if "kelas" in rule.unit:
            return _("%(amount)s per kelas") % {"amount": rupiah(value)}
        return rupiah(value)
    return f"{number(value)} {_UNITS.get(rule.unit, rule.unit)}".strip()
