"""What is wrong with a problem that a program sends, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import FieldError
from supply.allocation.reading import Fault

_FAULT: Final[Mapping[str, str | Promise]] = {
    "required": gettext_lazy("Bidang ini wajib diisi."),
    "unknown_field": gettext_lazy("Bidang ini tidak dikenal."),
    "not_a_list": gettext_lazy("Kirim sebuah daftar."),
    "not_an_object": gettext_lazy("Kirim sebuah objek JSON."),
    "not_whole": gettext_lazy("Kirim bilangan bulat, tanpa tanda kutip."),
    "not_a_decimal": gettext_lazy('Kirim angka desimal dalam tanda kutip, misalnya "0.05".'),
    "not_a_word": gettext_lazy("Kirim teks sepanjang 1 sampai %(limit)s huruf."),
    "too_small": gettext_lazy("Paling sedikit %(limit)s."),
    "too_large": gettext_lazy("Paling banyak %(limit)s."),
    "too_many": gettext_lazy("Paling banyak %(limit)s baris."),
    "out_of_range": gettext_lazy("Dari 0 sampai %(limit)s; bagian terbesar harus di atas 0."),
    "wrong_length": gettext_lazy("Kirim satu angka untuk setiap pekan: %(limit)s angka."),
    "unknown_hub": gettext_lazy("Titik kumpul ini tidak ada di daftar hubs."),
    "not_a_flag": gettext_lazy("Kirim true atau false."),
    "unknown_lock": gettext_lazy("Kunci hanya in atau out."),
    "twice": gettext_lazy("Ada id yang muncul dua kali."),
    "deliveries_out_of_order": gettext_lazy(
        "Pekan dan jumlah penyerahan harus naik dari satu baris ke baris berikutnya."
    ),
    "after_last_week": gettext_lazy("Pekan ini sesudah pekan terakhir, yaitu pekan %(limit)s."),
    "more_than_ordered": gettext_lazy("Lebih banyak daripada yang dipesan, yaitu %(limit)s."),
}


def fault_errors(faults: tuple[Fault, ...]) -> list[FieldError]:
    """Return the errors of a refused problem; each names the offer or hub that it is about."""
    return [FieldError(fault.code, fault.field, _text(fault)) for fault in faults]


def _text(fault: Fault) -> str:
    text = str(_FAULT[fault.code]) % {"limit": fault.limit}
    if fault.offer is None:
        return text
    if fault.field.startswith("hubs"):
        return _("Titik kumpul %(hub)s: %(text)s") % {"hub": fault.offer, "text": text}
    return _("Penawaran %(offer)s: %(text)s") % {"offer": fault.offer, "text": text}
