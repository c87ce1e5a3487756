"""A figure of an edition as a person reads it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formats import date_long, number, percent, rupiah
from programs.models import Rule
from programs.policies.rulevalues import DAY_UNIT

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
    "kur_same_lender": gettext_lazy("KUR pada bank yang sama"),
    "house": gettext_lazy("KPR"),
    "motorcycle_for_work": gettext_lazy("kredit sepeda motor untuk usaha"),
    "pension": gettext_lazy("kredit dengan SK pensiun"),
    "credit_card": gettext_lazy("kartu kredit"),
    "warehouse_receipt": gettext_lazy("resi gudang"),
    "household": gettext_lazy("konsumsi rumah tangga"),
    "ultra_micro": gettext_lazy("ultra mikro"),
    "peer_to_peer": gettext_lazy("pinjaman daring (P2P)"),
    "consumption_as_productive": gettext_lazy("kredit konsumsi yang tercatat produktif"),
    "sterile": gettext_lazy("steril komersial"),
    "pasteurised": gettext_lazy("dipasteurisasi"),
    "frozen": gettext_lazy("beku"),
    "high_risk": gettext_lazy("berisiko tinggi"),
    "special_diet": gettext_lazy("pangan khusus"),
    "imported": gettext_lazy("impor"),
    "low": gettext_lazy("rendah"),
    "medium_low": gettext_lazy("menengah rendah"),
    "medium_high": gettext_lazy("menengah tinggi"),
    "high": gettext_lazy("tinggi"),
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
    """What a code of a list is called; an unknown one as it stands."""
    return str(NAMES.get(code, code))


def spoken_figure(rule: Rule) -> str:
    """The value with its unit in words; an empty figure says so."""
    value = rule.value
    if value is None:
        return _("belum ada angka")
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, list):
        return ", ".join(name_of(item) for item in value)
    return _spoken_text(rule) if isinstance(value, str) else _spoken_number(rule)


def _spoken_text(rule: Rule) -> str:
    text = str(rule.value)
    if rule.unit == DAY_UNIT:
        return date_long(date.fromisoformat(text))
    return _("%(rate)s per tahun") % {"rate": percent(Decimal(text))}


def _spoken_number(rule: Rule) -> str:
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
