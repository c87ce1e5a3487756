"""What is wrong with an amount or a date that was typed, and what to do; never what was typed."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.money.rupiah import MAX_RUPIAH
from common.text.formats import number

_AMOUNTS: Final[dict[str, Promise]] = {
    "amount_negative": _("Tidak boleh kurang dari nol. Tulis tanpa tanda minus."),
    "amount_fraction": _("Tulis angka bulat, tanpa pecahan di belakang koma."),
    "amount_ambiguous": _("Dapat dibaca dua macam. Tulis ribuan dengan titik, misalnya 1.500."),
    "amount_too_large": _("Lebih dari %(limit)s. Periksa lagi jumlah nolnya."),
    "amount_rounded": _(
        "Angka ini dibulatkan Excel (E+). Lebarkan kolomnya, simpan lagi, atau ketik ulang."
    ),
}
_MONEY: Final = _("Tulis angka bulat tanpa huruf, misalnya 40.000.000.")
_NUMBER: Final = _("Tulis angka bulat tanpa huruf, misalnya 12.")
_DATES: Final[dict[str, Promise]] = {
    "date_format": _("Bentuk tanggal ini tidak dikenal. Tulis seperti 23/11/2026."),
    "date_impossible": _(
        "Tanggal ini tidak ada di kalender. Tulis hari, bulan, tahun: 23/11/2026."
    ),
}


def amount_message(code: str, *, is_money: bool) -> str:
    """Return the sentence for a code of `NotAnAmount`, in the active language."""
    text = _AMOUNTS.get(code, _MONEY if is_money else _NUMBER)
    return str(text) % {"limit": number(MAX_RUPIAH)}


def date_message(code: str) -> str:
    """Return the sentence for a code of `NotADate`, in the active language."""
    return str(_DATES.get(code, _DATES["date_format"]))
