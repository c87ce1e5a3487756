"""Why a member is not in a plan, and what would help an order, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.formats import number, percent, rupiah
from supply.models import Order
from supply.selectors.members.candidates import certificate_names

# Reasons for which a price may help.
BY_COST: Final = ("price", "cap", "hub", "mix")
# Why an offer is not even tried.
_LEFT_OUT: Final[Mapping[str, Promise]] = {
    "no_offer": gettext_lazy("Anggota ini tidak menawarkan."),
    "asked": gettext_lazy(
        "Suratnya untuk pesanan ini sudah berakhir, dan anggota tidak diminta dua kali."
    ),
    "archived": gettext_lazy("Produknya sudah diarsipkan."),
    "ended": gettext_lazy("Masa berlaku penawaran sudah lewat."),
    "other_product": gettext_lazy(
        "Anggota ini sudah dihitung dengan produk lain: pekannya hanya satu."
    ),
}


def why_out(reason: Mapping[str, Any], order: Order) -> str:
    """Return in words why an offer is not in a plan; prices of others are never said."""
    if reason["code"] == "certificate":
        return _certificates(reason)
    if reason["code"] in _LEFT_OUT:
        return str(_LEFT_OUT[reason["code"]])
    figure = number(reason.get("figure") or 0)
    return _fixed(reason, figure, order)


def _certificates(reason: Mapping[str, Any]) -> str:
    names = certificate_names(reason["kinds"])
    return _(
        "Sertifikat yang wajib sampai penyerahan terakhir belum ada atau habis: %(names)s."
    ) % {"names": ", ".join(names[kind] for kind in reason["kinds"])}


def _fixed(reason: Mapping[str, Any], figure: str, order: Order) -> str:
    code = str(reason["code"])
    match code:
        case "busy" | "no_capacity":
            return _("Tidak ada pekan yang masih kosong dalam waktu pesanan ini.")
        case "grade":
            return _("Nilai dari eksportir di bawah batas rencana ini, %(figure)s.") % {
                "figure": figure
            }
        case "locked_out":
            return _("Eksportir tidak memasukkan anggota ini dalam rencana ini.")
        case "lot_above_capacity" | "lot_above_share":
            return _(
                "Jumlah paling sedikit yang diminta melebihi yang dapat diberikan, %(figure)s buah."
            ) % {"figure": figure}
        case "no_plan":
            return _("Tidak ada susunan anggota yang memenuhi semua batas rencana ini.")
        case "cap" | "hub" | "mix" | "price":
            return _price(code, reason, order)
        case _:
            return _("Penawaran ini setara dengan yang dipakai; giliran yang dipakai lebih dahulu.")


def _price(code: str, reason: Mapping[str, Any], order: Order) -> str:
    texts = {
        "cap": _("Jumlah anggota dibatasi, dan penawaran lain lebih sesuai dalam batas itu."),
        "hub": _("Membuka titik kumpulnya menambah biaya lebih banyak daripada manfaatnya."),
        "price": _("Dengan harga ini pesanan menjadi lebih mahal."),
        "mix": _(
            "Anggota yang terpilih bersama-sama sudah cukup; dengan penawaran ini tidak ditemukan "
            "susunan yang lebih murah."
        ),
    }
    why, price = texts[code], reason.get("price")
    if order.unit_price is not None:
        return why
    if price is None:
        return f"{why} {no_price_words(code)}"
    if reason.get("is_solved"):
        return f"{why} " + _("Dihitung ulang: ikut pada harga %(price)s sebuah atau kurang.") % {
            "price": rupiah(price)
        }
    return f"{why} " + _("Perkiraan harga yang membuatnya ikut: %(price)s sebuah.") % {
        "price": rupiah(price)
    }


def no_price_words(code: str) -> str:
    """Return why no price is said at which an offer, left out for this reason, would be in."""
    if code in ("hub", "mix"):
        return _("Harga yang membuatnya ikut tidak dapat diperkirakan untuk sebab ini.")
    return _("Menurut perkiraan, tidak ada harga yang membuatnya ikut.")


def remedy_words(remedy: Mapping[str, Any]) -> str:
    """Return in words one change that by itself makes the order possible, and what it costs."""
    change = remedy["change"]
    match remedy["kind"]:
        case "weeks":
            text = _("Undur semua tanggal pembeli, sehingga pesanan dikerjakan %(weeks)s pekan.")
            text = text % change
        case "members":
            text = _("Izinkan sampai %(max_members)s anggota.") % change
        case "share":
            text = _("Izinkan bagian satu anggota sampai %(part)s dari sasaran.") % {
                "part": percent(Decimal(change["max_share"]))
            }
        case "grade":
            text = _("Turunkan nilai paling rendah menjadi %(min_grade)s.") % change
        case "buffer":
            text = _("Kecilkan cadangan menjadi %(part)s dari jumlah pembeli.") % {
                "part": percent(Decimal(change["buffer"]))
            }
        case _:
            text = _("Tambah kapasitas mingguan setiap anggota sebesar %(part)s.") % {
                "part": percent(Decimal(change["capacity_more"]))
            }
    cost = _("Biaya anggota dan titik kumpul lalu %(cost)s.") % {
        "cost": rupiah(remedy["total_cost"])
    }
    return f"{text} {cost}"
