"""The name of each legal parameter."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARAMETER_NAMES: Mapping[str, str | Promise] = {
    "umkm.capital.micro": _("Modal usaha mikro, paling banyak"),
    "umkm.capital.small": _("Modal usaha kecil, paling banyak"),
    "umkm.capital.medium": _("Modal usaha menengah, paling banyak"),
    "umkm.sales.micro": _("Penjualan setahun usaha mikro, paling banyak"),
    "umkm.sales.small": _("Penjualan setahun usaha kecil, paling banyak"),
    "umkm.sales.medium": _("Penjualan setahun usaha menengah, paling banyak"),
    "objection.file": _("Batas mengajukan keberatan"),
    "objection.answer": _("Batas menjawab keberatan"),
    "objection.follow": _("Batas memutuskan lagi setelah keberatan diterima"),
    "appeal.file": _("Batas mengajukan banding"),
    "letter.decide": _("Batas memutuskan permohonan surat"),
    "letter.follow": _("Batas menandatangani surat sesudah pernyataan dianggap dikabulkan"),
    "correction.answer": _("Batas menjawab permintaan perbaikan"),
    "outside.report": _("Perkiraan waktu pelaku usaha mengurus di luar portal"),
    "outside.take_up": _("Batas melanjutkan berkas sesudah kabar pelaku usaha"),
    "privacy.withdrawal": _("Batas menghentikan pemrosesan setelah persetujuan ditarik"),
    "privacy.request": _("Batas menjawab permintaan tentang data pribadi"),
    "privacy.breach_notice": _("Batas memberi tahu kebocoran data pribadi"),
    "kbli.alignment_due": _("Batas penyesuaian KBLI"),
}


def parameter_name(key: str) -> str:
    """Return the name of the parameter; an unknown key is returned unchanged."""
    return str(PARAMETER_NAMES.get(key, key))
