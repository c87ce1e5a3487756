"""Names of the office's letters: placeholders, positions, sources of numbers, and statuses."""

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


# Known only on the day of signing; until then the text keeps them as placeholders.
FIELDS_OF_SIGNING = frozenset({BaseField.DATE.value, BaseField.YEAR_END.value})


class PositionKind(TextChoices):
    """The positions that a template may name; each office has its own holder of them."""

    HEAD = "head", _("kepala dinas")
    SECRETARY = "secretary", _("sekretaris dinas")
    DIVISION_HEAD = "division_head", _("kepala bidang")


class LetterForm(TextChoices):
    """The forms of letters that differ in how the signer is named (Permendagri 1/2023, art. 44)."""

    LETTER = "letter", _("surat: nama penanda tangan dengan gelar")
    DECREE = "decree", _("penetapan: nama penanda tangan tanpa gelar")
    CERTIFICATE = "certificate", _("piagam atau sertifikat: nama penanda tangan tanpa gelar")


class Appointment(TextChoices):
    """How the holder of a position was appointed (Permendagri 1/2023)."""

    DEFINITIVE = "definitive", _("definitif")
    PLT = "plt", _("pelaksana tugas (Plt.)")
    PLH = "plh", _("pelaksana harian (Plh.)")
    PJ = "pj", _("penjabat (Pj.)")


# What precedes the position on a letter.
APPOINTMENT_ABBREVIATIONS = {
    Appointment.DEFINITIVE: "",
    Appointment.PLT: "Plt. ",
    Appointment.PLH: "Plh. ",
    Appointment.PJ: "Pj. ",
}


class NumberWay(TextChoices):
    """Where an office's numbers come from."""

    SERIES = "series", _("seri sendiri")
    BLOCK = "block", _("blok dari buku agenda")
    TYPED = "typed", _("diketik dari SRIKANDI atau buku agenda")


class LetterStatus(TextChoices):
    """What a letter is worth now."""

    WAITING = "waiting_signature", _("menunggu tanda tangan")
    VALID = "valid", _("berlaku")
    SUSPENDED = "suspended", _("dibekukan")
    REVOKED = "revoked", _("dicabut")
    EXPIRED = "expired", _("habis masa berlakunya")
    SUPERSEDED = "superseded", _("diganti surat lain")
    CANCELLED = "cancelled", _("batal sebelum ditandatangani")


class LetterAction(TextChoices):
    """What was done to a letter."""

    DRAFTED = "drafted", _("disusun")
    NUMBERED = "numbered", _("diberi nomor")
    SIGNED = "signed", _("ditandatangani")
    PRINT_WITHDRAWN = "print_withdrawn", _("cetakannya ditarik")
    SIGNING_FAILED = "signing_failed", _("gagal ditandatangani")
    CANCELLED = "cancelled", _("dibatalkan")
    SUSPENDED = "suspended", _("dibekukan")
    REINSTATED = "reinstated", _("dipulihkan")
    REVOKED = "revoked", _("dicabut")
    SUPERSEDED = "superseded", _("diganti")
    EXPIRED = "expired", _("habis masa berlakunya")


class SignatureWay(TextChoices):
    """How a letter was signed; a seal is the office's and never called a TTE."""

    SEAL = "seal", _("segel elektronik dinas")
    CERTIFIED = "certified", _("tanda tangan elektronik tersertifikasi (BSrE)")
    WET = "wet", _("tanda tangan basah, dipindai")


class CheckWay(TextChoices):
    """How a person asked whether a document is real."""

    CODE = "code", _("kode")
    FILE = "file", _("berkas PDF")
