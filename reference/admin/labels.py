"""Labels of legal parameters, and their values with units."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.formats import date_short, number, rupiah
from reference.models import LegalParameter

_LABELS: Mapping[str, str | Promise] = {
    "umkm.capital.micro": _("Modal usaha mikro, paling banyak"),
    "umkm.capital.small": _("Modal usaha kecil, paling banyak"),
    "umkm.capital.medium": _("Modal usaha menengah, paling banyak"),
    "umkm.sales.micro": _("Penjualan setahun usaha mikro, paling banyak"),
    "umkm.sales.small": _("Penjualan setahun usaha kecil, paling banyak"),
    "umkm.sales.medium": _("Penjualan setahun usaha menengah, paling banyak"),
    "objection.file": _("Batas mengajukan keberatan"),
    "objection.answer": _("Batas menjawab keberatan"),
    "letter.decide": _("Batas memutuskan permohonan surat"),
    "correction.answer": _("Batas menjawab permintaan perbaikan"),
    "privacy.withdrawal": _("Batas menghentikan pemrosesan setelah persetujuan ditarik"),
    "privacy.breach_notice": _("Batas memberi tahu kebocoran data pribadi"),
    "kbli.alignment_due": _("Batas penyesuaian KBLI"),
}
_UNITS: Mapping[str, str | Promise] = {
    "hari kerja": _("hari kerja"),
    "jam": _("jam"),
    "bulan": _("bulan"),
}


def parameter_label(parameter: LegalParameter) -> str:
    """Return the label of the parameter; an unknown key is returned unchanged."""
    return str(_LABELS.get(parameter.key, parameter.key))


def value_with_unit(parameter: LegalParameter) -> str:
    """Return the value "21" in "hari kerja" as "21 hari kerja", text that is no number as it is."""
    value, unit = parameter.value, parameter.unit
    try:
        if unit == "rupiah":
            return rupiah(int(value))
        if unit == "tanggal":
            return date_short(date.fromisoformat(value))
        return f"{number(int(value))} {_UNITS.get(unit, unit)}"
    except ValueError:
        return f"{value} {unit}".strip()
