"""Why an offer is not in a plan, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import number, rupiah
from supply.allocation.plan import Reason
from supply.messages.plans.remedies import BY_COST, no_price_words

_REASON: Final[Mapping[str, str | Promise]] = {
    "locked_out": gettext_lazy("Dikeluarkan dari rencana oleh eksportir."),
    "grade": gettext_lazy("Mutunya di bawah mutu paling rendah pesanan ini, yaitu %(figure)s."),
    "no_capacity": gettext_lazy("Tidak ada pekan kosong selama pesanan ini dikerjakan."),
    "lot_above_capacity": gettext_lazy(
        "Jumlah paling sedikit yang ditawarkan melebihi kapasitasnya, yaitu %(figure)s."
    ),
    "lot_above_share": gettext_lazy(
        "Jumlah paling sedikit yang ditawarkan melebihi bagian terbesar satu anggota, yaitu "
        "%(figure)s."
    ),
    "price": gettext_lazy("Dengan harga dan biaya awalnya, biaya pesanan lebih tinggi."),
    "cap": gettext_lazy("Jumlah anggota terbatas; anggota lain lebih menghemat biaya."),
    "hub": gettext_lazy("Titik kumpulnya tidak dibuka: biayanya tidak tertutup."),
    "mix": gettext_lazy(
        "Anggota yang terpilih bersama-sama sudah cukup; dengan penawaran ini tidak ditemukan "
        "susunan yang lebih murah."
    ),
    "no_plan": gettext_lazy("Tidak ada susunan anggota yang memenuhi semua batas pesanan ini."),
    "line": gettext_lazy(
        "Biayanya sama dengan anggota terpilih; giliran anggota itu lebih dahulu."
    ),
}


def reason_text(reason: Reason) -> str:
    """Return the sentence; where a lower price would help, the price is called an estimate."""
    figure = None if reason.figure is None else number(reason.figure)
    text = str(_REASON[reason.code]) % {"figure": figure}
    if reason.price is None:
        return f"{text} {no_price_words(reason.code)}" if reason.code in BY_COST else text
    price = _("Menurut perkiraan, penawaran ini ikut bila harganya paling tinggi %(price)s.")
    return f"{text} {price % {'price': rupiah(reason.price)}}"
