"""Findings and answers about rows for SIKP, in the reader's language."""

from django.utils.translation import gettext as _

from financing.channels.sikp import Answer
from financing.policies.sikp import Finding

_FIELDS = {
    "nik": "NIK",
    "nama": "nama",
    "npwp": "NPWP",
}


def finding_message(found: Finding) -> str:
    """What is wrong with a field, and what to do."""
    field = _FIELDS.get(found.field, found.field)
    return {
        "bad_format": _("%(field)s: bentuknya tidak sah."),
        "missing": _("%(field)s: belum diisi."),
        "too_long": _("%(field)s: terlalu panjang untuk SIKP."),
        "code_unknown": _("%(field)s: kode SIKP belum diketahui; isi pada Kode SIKP."),
        "other_region": _("kode_kabkota: lain dari wilayah pada NIK; SIKP mungkin menolak."),
        "other_birth": _("tgl_lahir: lain dari tanggal pada NIK; SIKP mungkin menolak."),
    }[found.code] % {"field": field}


def lacking_message(reason: str) -> str:
    """Why a file has no row at all."""
    return {
        "no_particulars": _("Pemilik belum mengisi data untuk SIKP."),
        "consent_withdrawn": _("Pemilik menarik persetujuannya."),
    }[reason]


def answer_message(answer: Answer) -> str:
    """What SIKP said of a candidate, with the bank that holds the booking and how long."""
    words = {
        "00": _("diterima"),
        "03": _("bentuk data tidak sah"),
        "04": _("sudah terdaftar"),
    }
    said = f"{answer.code}: {words.get(answer.code, _('jawaban tidak dikenal'))}"
    if answer.booking is None:
        return said
    booked = _("dipesan %(bank)s, sisa %(days)d hari") % {
        "bank": answer.booking.bank,
        "days": answer.booking.days_left,
    }
    return f"{said}; {booked}"
