"""What every letter may name, importable without the models."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BaseField(TextChoices):
    """The placeholders of every letter, besides the answers to the edition's questions."""

    NUMBER = "number", _("nomor permohonan")
    DATE = "date", _("tanggal surat")
    YEAR_END = "year_end", _("31 Desember tahun surat")
    ENTERPRISE = "enterprise", _("nama usaha")
    NIB = "nib", _("NIB usaha")
    ADDRESS = "address", _("alamat usaha")
    REGENCY = "regency", _("kabupaten/kota usaha")
    SCHEME = "scheme", _("nama skema")
    REASON = "reason", _("alasan keputusan")
