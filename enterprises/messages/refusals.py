"""Messages for a refused field or action: what is wrong and what to do, never the number itself."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import number

LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Nama usaha"),
    "legal_form": gettext_lazy("Bentuk usaha"),
    "nib": gettext_lazy("NIB"),
    "sku_number": gettext_lazy("Nomor surat keterangan usaha (SKU)"),
    "candidate": gettext_lazy("Calon pelaku usaha"),
    "nik": gettext_lazy("NIK"),
    "npwp": gettext_lazy("NPWP"),
    "regency": gettext_lazy("Kabupaten/kota"),
    "address": gettext_lazy("Alamat"),
    "sector": gettext_lazy("Sektor"),
    "kbli": gettext_lazy("KBLI"),
    "kbli_version": gettext_lazy("Edisi KBLI"),
    "founded_on": gettext_lazy("Mulai usaha"),
    "owner_capital": gettext_lazy("Modal sendiri"),
    "loan_capital": gettext_lazy("Modal pinjaman"),
    "annual_sales": gettext_lazy("Hasil penjualan tahunan"),
    "workers": gettext_lazy("Tenaga kerja"),
    "phone": gettext_lazy("Nomor ponsel"),
}

# Chosen from a list, where nothing is typed.
_CHOSEN = frozenset({"legal_form", "regency", "sector", "kbli_version"})

_TEXTS: Mapping[str, Promise] = {
    "required": gettext_lazy("%(label)s belum diisi. Isi kolom ini."),
    "choice_required": gettext_lazy("%(label)s belum diisi. Pilih salah satu."),
    "number_required": gettext_lazy(
        "NIB belum diisi. Belum punya? Isi nomor surat keterangan usaha (SKU), atau nyatakan calon "
        "pelaku usaha."
    ),
    "candidate_with_number": gettext_lazy(
        "Calon pelaku usaha belum punya NIB atau SKU. Isi nomornya saja, atau kosongkan nomornya."
    ),
    "nib_for_legal_form": gettext_lazy(
        "Tanpa NIB hanya usaha perorangan yang dapat didaftarkan. Isi NIB, atau buat gratis di "
        "oss.go.id."
    ),
    "yes_or_no": gettext_lazy("%(label)s diisi ya atau tidak."),
    "not_a_text": gettext_lazy("%(label)s tidak dapat dibaca. Tulis dengan huruf dan angka biasa."),
    "control_characters": gettext_lazy(
        "%(label)s berisi tanda yang tidak tampak. Ketik ulang tanpa menempel dari tempat lain."
    ),
    "letters_lost": gettext_lazy(
        "%(label)s berisi huruf yang rusak (\ufffd). Ketik ulang seperti aslinya."
    ),
    "excel_changed": gettext_lazy(
        "%(label)s sudah diubah Excel, sebagian angkanya hilang. Atur kolomnya menjadi Teks, "
        "lalu ketik ulang angkanya."
    ),
    "too_long": gettext_lazy("%(label)s terlalu panjang. Paling banyak %(limit)s huruf."),
    "unknown_choice": gettext_lazy("%(label)s tidak dikenal. Pilih salah satu: %(choices)s."),
    "regency_unknown": gettext_lazy(
        "Kabupaten/kota tidak ada di Jawa Timur. Tulis kode seperti 35.78 atau namanya, "
        "misalnya Kota Surabaya."
    ),
    "regency_ambiguous": gettext_lazy("%(city)s atau %(regency)s? Tulis lengkap."),
    "kbli_lost_zero": gettext_lazy(
        "KBLI terdiri dari 5 angka; nol di depannya mungkin hilang. Maksudnya %(likely)s? "
        "Tulis lengkap."
    ),
    "kbli_not_5_digits": gettext_lazy("KBLI terdiri dari 5 angka, misalnya 31001."),
    "kbli_unknown": gettext_lazy(
        "Kode KBLI ini tidak ada dalam daftar kami, yang belum lengkap. Data tetap disimpan; "
        "periksa lagi kodenya."
    ),
    "kbli_other_edition": gettext_lazy(
        "Kode KBLI ini ada pada %(other)s, tidak ada dalam daftar kami untuk %(edition)s. Data "
        "tetap disimpan; periksa lagi kode dan edisinya."
    ),
    "amount_unreadable": gettext_lazy(
        "%(label)s tidak terbaca sebagai rupiah. Tulis angka saja, misalnya 1.500.000."
    ),
    "amount_fraction": gettext_lazy(
        "%(label)s berisi pecahan rupiah. Bulatkan, misalnya 1.500.000."
    ),
    "amount_ambiguous": gettext_lazy(
        "%(label)s dapat dibaca dua macam. Tulis ribuan dengan titik, misalnya 1.500."
    ),
    "amount_rounded": gettext_lazy(
        "%(label)s dibulatkan Excel (E+). Lebarkan kolomnya, simpan lagi, atau ketik ulang "
        "jumlahnya."
    ),
    "amount_negative": gettext_lazy(
        "%(label)s tidak boleh kurang dari nol. Tulis jumlahnya tanpa tanda minus."
    ),
    "amount_too_large": gettext_lazy(
        "%(label)s lebih dari Rp%(limit)s. Periksa lagi jumlah nolnya."
    ),
    "date_format": gettext_lazy(
        "Bentuk tanggal mulai usaha tidak dikenal. Tulis seperti 17/08/2019."
    ),
    "date_impossible": gettext_lazy(
        "Tanggal mulai usaha tidak ada di kalender. Tulis hari, bulan, tahun: 17/08/2019."
    ),
    "date_in_future": gettext_lazy(
        "Tanggal mulai usaha belum terjadi. Tulis tanggal usaha mulai berjalan."
    ),
    "date_too_early": gettext_lazy(
        "Tanggal mulai usaha sebelum tahun %(year)s. Periksa lagi tahunnya."
    ),
    "workers_unreadable": gettext_lazy(
        "Tenaga kerja ditulis dengan angka bulat dari 0 sampai %(limit)s."
    ),
    "nib_zeros": gettext_lazy(
        "NIB ini hanya berisi nol. Salin dari dokumen NIB (OSS), atau kosongkan bila belum punya."
    ),
    "nib_length": gettext_lazy("NIB terdiri dari 13 angka. Salin dari dokumen NIB (OSS)."),
    "nik_length": gettext_lazy("NIK terdiri dari 16 angka. Salin dari KTP."),
    "nik_province": gettext_lazy(
        "Dua angka pertama NIK bukan kode provinsi. Salin lagi 16 angka dari KTP."
    ),
    "nik_date": gettext_lazy(
        "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang ada. Salin lagi 16 angka dari KTP."
    ),
    "nik_serial": gettext_lazy(
        "Empat angka terakhir NIK tidak mungkin 0000. Salin lagi 16 angka dari KTP."
    ),
    "npwp_length": gettext_lazy(
        "NPWP terdiri dari 15 atau 16 angka. Salin dari kartu NPWP, atau kosongkan."
    ),
    "npwp_check_digit": gettext_lazy(
        "Angka periksa NPWP tidak cocok. Salin lagi dari kartu NPWP, atau kosongkan."
    ),
    "npwp_invalid": gettext_lazy(
        "NPWP ini tidak mungkin benar. Salin 15 atau 16 angka dari kartu NPWP, atau kosongkan."
    ),
    "phone_invalid": gettext_lazy(
        "Nomor ponsel tidak dikenal. Tulis seperti 081234567890, atau kosongkan."
    ),
    "phone_two": gettext_lazy("Ada lebih dari satu nomor ponsel. Tulis satu saja."),
    "not_editable": gettext_lazy(
        "%(label)s tidak dapat diubah setelah terdaftar. NIK yang salah diperbaiki dinas setelah "
        "melihat KTP asli; minta perbaikan data di halaman Akun atau datang ke loket."
    ),
}


def field_message(code: str, field: str, params: Mapping[str, Any]) -> str:
    """Return the message for a refused field.

    A 16-digit NPWP is checked as a NIK, so its NIK codes fall back to the message of the NPWP.
    """
    if field == "npwp" and code.startswith("nik_"):
        code = "npwp_invalid"
    elif field in _CHOSEN and code == "required":
        code = "choice_required"
    text = _TEXTS[code]
    values = {key: number(v) if isinstance(v, int) else v for key, v in params.items()}
    return str(text) % {"label": LABELS[field], **values}


def claim_limit_message(limit: int) -> str:
    """Return the message for a person who has claimed too often in a day."""
    return _(
        "Anda sudah mencoba %(limit)s klaim yang belum diterima hari ini. "
        "Coba lagi besok, atau datang ke dinas koperasi dan UKM dengan KTP dan NIB."
    ) % {"limit": limit}


def registration_tries_message(limit: int) -> str:
    """Return the message for a person who has tried to register too often today."""
    return _(
        "Hari ini Anda sudah %(limit)s kali mendaftarkan usaha, termasuk yang ditolak. "
        "Coba lagi besok. Usaha yang sudah terdaftar dapat Anda klaim di Usaha saya, Klaim usaha."
    ) % {"limit": number(limit)}


def claim_tries_message(limit: int) -> str:
    """Return the message for a person who has claimed too often today, with whatever result."""
    return _(
        "Hari ini Anda sudah %(limit)s kali mengajukan klaim. Coba lagi besok, atau datang ke "
        "dinas koperasi dan UKM dengan KTP dan NIB."
    ) % {"limit": number(limit)}


def correction_tries_message(limit: int) -> str:
    """Return the refusal once a person has corrected NIKs `limit` times today."""
    return _(
        "Anda sudah %(limit)s kali memperbaiki NIK hari ini, termasuk yang ditolak. Lanjutkan "
        "besok, atau minta rekan Anda."
    ) % {"limit": limit}
