"""Messages for refused answers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number


def answer_message(code: str, params: Mapping[str, Any]) -> str:
    """Return the message for a bad answer; raises KeyError for an unknown code."""
    texts = {
        "not_a_whole_number": _("Tulis angka bulat tanpa huruf, misalnya 40.000.000."),
        "number_too_small": _("Angka paling kecil %(limit)s."),
        "number_too_large": _("Angka paling besar %(limit)s."),
        "not_an_option": _("Pilih salah satu jawaban yang tersedia."),
        "not_a_list": _("Kirim daftar pilihan; daftar kosong bila tidak ada yang sesuai."),
        "not_among_options": _("Pilih hanya dari jawaban yang tersedia."),
        "not_yes_or_no": _("Pilih ya atau tidak."),
        "not_a_text": _("Tulis jawaban dengan huruf biasa."),
        "not_an_hs_code": _(
            "Kode HS terdiri dari 4, 6, atau 8 angka, misalnya 9401.53.00. Salin dari PEB atau "
            "tanyakan kepada pengirim barang."
        ),
        "text_too_long": _("Jawaban paling panjang %(limit)s huruf."),
        "not_a_date": _("Tulis tanggal yang benar, misalnya 2026-11-23."),
        "unknown_answer": _("Pertanyaan ini tidak ada dalam skema."),
        "answer_missing": _("Jawaban ini belum diisi."),
        "choice_missing": _("Pilih salah satu."),
        "choices_missing": _("Pilih sedikitnya satu jawaban."),
        "document_missing": _("Dokumen ini belum diunggah."),
        "document_infected": _(
            "Berkas dokumen ini mengandung perangkat lunak berbahaya. Unggah berkas lain."
        ),
    }
    written = {key: number(v) if isinstance(v, int) else v for key, v in params.items()}
    return texts[code] % written
