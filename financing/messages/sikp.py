"""Findings and answers about rows for SIKP, in the reader's language."""

from django.utils.translation import gettext as _

from financing.channels.sikp import Answer
from financing.policies.sikp import Finding

_FIELDS = {
    "nik": "NIK",
    "nama": "nama",
    "npwp": "NPWP",
}


def finding_message(finding: Finding) -> str:
    """Return what is wrong with a field, and what to do."""
    field = _FIELDS.get(finding.field, finding.field)
    return {
        "bad_format": _("%(field)s: bentuknya tidak sah."),
        "missing": _("%(field)s: belum diisi."),
        "too_long": _("%(field)s: terlalu panjang untuk SIKP."),
        "code_unknown": _("%(field)s: kode SIKP belum diketahui; isi pada Kode SIKP."),
        "other_region": _("kode_kabkota: lain dari wilayah pada NIK; SIKP mungkin menolak."),
        "other_birth": _("tgl_lahir: lain dari tanggal pada NIK; SIKP mungkin menolak."),
    }[finding.code] % {"field": field}


def missing_row_message(reason: str) -> str:
    """Return why an application has no row."""
    return {
        "no_particulars": _("Pemilik belum mengisi data untuk SIKP."),
        "consent_withdrawn": _("Pemilik menarik persetujuannya."),
    }[reason]


def answer_message(answer: Answer) -> str:
    """Return SIKP's answer as text, with the bank that has the booking and its days left."""
    words = {
        "00": _("diterima"),
        "03": _("bentuk data tidak sah"),
        "04": _("sudah terdaftar"),
    }
    text = f"{answer.code}: {words.get(answer.code, _('jawaban tidak dikenal'))}"
    if answer.booking is None:
        return text
    booked = _("dipesan %(bank)s, sisa %(days)d hari") % {
        "bank": answer.booking.bank,
        "days": answer.booking.days_left,
    }
    return f"{text}; {booked}"
