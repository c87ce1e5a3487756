"""The result of a member's offer in plain words, without another member's name or price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from common.text.formats import date_short, number, rupiah
from supply.messages.plans.remedies import BY_COST, no_price_words
from supply.models import Order
from supply.selectors.members.candidates import certificate_names
from supply.selectors.members.plan import MemberPlan

_PERCENT: Final = 100
# Among fewer others the price that would be in reveals one that another member typed.
_FEWEST_OTHERS: Final = 3
# Below it two digits are the whole price.
_TWO_DIGITS: Final = 100


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether the offer passed it, and what was found."""

    label: str
    is_passed: bool
    text: str


def result_words(part: MemberPlan, *, unit_price: int) -> list[str]:
    """Return what the plan uses of the offer, week by week, or that it uses nothing of it."""
    if not part.has_offer:
        return [_("Rencana ini dihitung tanpa penawaran dari Anda.")]
    if not part.used:
        return [
            _("Penawaran Anda belum dipakai kali ini."),
            _("Ini tidak dicatat sebagai kekurangan, dan Anda dapat diundang lagi."),
        ]
    weeks = ", ".join(
        _("%(pieces)s buah mulai %(day)s")
        % {"pieces": number(week.used), "day": date_short(week.monday)}
        for week in part.weeks
        if week.used
    )
    return [
        _("Rencana memakai %(used)s dari %(offered)s buah yang Anda tawarkan: %(weeks)s.")
        % {"used": number(part.used), "offered": number(part.offered), "weeks": weeks},
        _("Dengan harga %(price)s sebuah, seluruhnya %(amount)s.")
        % {"price": rupiah(unit_price), "amount": rupiah(unit_price * part.used)},
    ]


def checks(part: MemberPlan, order: Order, *, is_new: bool) -> list[Check]:
    """Return what was looked at, up to the first thing that the offer did not pass."""
    if not part.has_offer:
        return []
    found = [
        _certificate(part, order),
        _product(part),
        _validity(part),
        _choice(part),
        _grade(part),
        _weeks(part, order, is_new=is_new),
        _lot(part),
        *_costs(part, order),
    ]
    passed = [check for check in found if check is not None]
    failed = next((place for place, check in enumerate(passed) if not check.is_passed), None)
    return passed if failed is None else passed[: failed + 1]


def entry_price_words(part: MemberPlan, order: Order) -> str:
    """Return the approximate price at which the offer would be in, and whether it was solved again.

    The exact price tells what others ask, so it is rounded down, which keeps the offer in, and not
    said where few others are in the plan. Empty where the reason is no cost, and where the order
    pays all members one price.
    """
    if part.code not in BY_COST or order.unit_price is not None:
        return ""
    price = (part.reason or {}).get("price")
    if not price:
        return no_price_words(part.code)
    if part.others < _FEWEST_OTHERS or price < _TWO_DIGITS:
        return _(
            "Harga yang membuat penawaran Anda masuk tidak diperlihatkan: anggota lain dalam "
            "rencana terlalu sedikit, sehingga harga mereka dapat terbaca darinya."
        )
    if (part.reason or {}).get("is_solved"):
        text = _(
            "Dihitung ulang: bila harga Anda %(price)s sebuah atau kurang, dan yang lain tetap, "
            "penawaran Anda masuk rencana."
        )
    else:
        text = _(
            "Perkiraan, belum dihitung ulang: penawaran Anda masuk rencana pada harga sekitar "
            "%(price)s sebuah."
        )
    why = _("Angka ini dibulatkan ke bawah supaya harga anggota lain tidak dapat dibaca darinya.")
    return f"{text % {'price': rupiah(_rounded_down(price))}} {why}"


def _rounded_down(price: int) -> int:
    """Return the price with its first two digits only: 309,999 is 300,000."""
    step = int(10 ** (len(str(price)) - 2))
    return price // step * step


def line_words() -> str:
    """Return the published rule that decides between plans of equal cost."""
    return _(
        "Bila biayanya sama, yang didahulukan: yang memegang surat pesanan ini, masih menunggu "
        "atau sudah diterima, lalu yang paling lama tidak mendapat pesanan, lalu undian dari "
        "nomor pesanan yang dapat dihitung ulang oleh siapa pun."
    )


def _certificate(part: MemberPlan, order: Order) -> Check | None:
    label = _("Sertifikat")
    if part.code == "certificate":
        kinds: Sequence[str] = (part.reason or {}).get("kinds", [])
        names = certificate_names(kinds)
        text = _("Belum ada, atau habis sebelum penyerahan terakhir: %(names)s.")
        return Check(label, False, text % {"names": ", ".join(names[kind] for kind in kinds)})
    if not order.certificates:
        return None
    return Check(label, True, _("Yang wajib ada semua sampai penyerahan terakhir."))


def _product(part: MemberPlan) -> Check | None:
    texts = {
        "archived": _("Produk ini sudah diarsipkan."),
        "other_product": _("Usaha Anda sudah dihitung dengan produk lain: pekannya hanya satu."),
    }
    return Check(_("Produk Anda"), False, texts[part.code]) if part.code in texts else None


def _validity(part: MemberPlan) -> Check | None:
    if part.code != "ended":
        return None
    return Check(_("Masa berlaku"), False, _("Penawaran Anda sudah lewat masa berlakunya."))


def _choice(part: MemberPlan) -> Check | None:
    if part.code != "locked_out":
        return None
    text = _("Eksportir memutuskan tidak memasukkan Anda. Tanyakan alasannya kepada eksportir.")
    return Check(_("Keputusan eksportir"), False, text)


def _grade(part: MemberPlan) -> Check | None:
    least = part.plan.choices.get("min_grade")
    if least is None:
        return None
    text = (
        _("Nilai Anda dari eksportir di bawah batas rencana ini, yaitu %(least)s.")
        if part.code == "grade"
        else _("Nilai Anda dari eksportir memenuhi batas rencana ini, yaitu %(least)s.")
    )
    return Check(_("Nilai"), part.code != "grade", text % {"least": number(least)})


def _weeks(part: MemberPlan, order: Order, *, is_new: bool) -> Check:
    label = _("Pekan kosong")
    if part.code in ("busy", "no_capacity"):
        text = _("Pada pekan pesanan ini Anda tidak mempunyai sisa kapasitas yang dapat dipakai.")
        return Check(label, False, text)
    text = _("%(counted)s dari %(offered)s buah yang Anda tawarkan dapat dihitung.") % {
        "counted": number(part.counted),
        "offered": number(part.offered),
    }
    if part.counted < part.offered:
        text = f"{text} {_less_counted(order, is_new=is_new)}"
    return Check(label, True, text)


def _less_counted(order: Order, *, is_new: bool) -> str:
    if is_new and order.new_member_percent < _PERCENT:
        return _(
            "Pekan sebelum bahan dan contoh pertama siap tidak dihitung, begitu juga pekan yang "
            "sudah Anda janjikan, dan pekan pertama anggota baru dihitung %(percent)s persen."
        ) % {"percent": order.new_member_percent}
    return _(
        "Pekan sebelum bahan dan contoh pertama siap tidak dihitung, begitu juga pekan yang sudah "
        "Anda janjikan."
    )


def _lot(part: MemberPlan) -> Check | None:
    if part.code not in ("lot_above_capacity", "lot_above_share"):
        return None
    text = _("Jumlah paling sedikit yang Anda minta melebihi yang dapat diberikan, %(most)s buah.")
    figure = number((part.reason or {}).get("figure") or 0)
    return Check(_("Jumlah paling sedikit"), False, text % {"most": figure})


def _costs(part: MemberPlan, order: Order) -> list[Check]:
    """Return the one reason for which costs left the offer out, or that they include it."""
    if part.code == "":
        return [_taken_in(part)]
    most = part.plan.choices.get("max_members")
    texts: Mapping[str, tuple[str, str]] = {
        "cap": (
            _("Jumlah anggota"),
            _("Rencana ini dibatasi %(most)s anggota, dan susunan tanpa Anda lebih murah.")
            % {"most": number(most)}
            if most
            else _("Jumlah anggota dibatasi, dan susunan tanpa Anda lebih murah."),
        ),
        "hub": (
            _("Titik kumpul"),
            _("Titik kumpul tempat Anda mengantar tidak dibuka: biayanya tidak tertutup."),
        ),
        "price": (_("Harga"), _price(order)),
        "mix": (
            _("Susunan anggota"),
            _(
                "Anggota yang terpilih bersama-sama sudah cukup; dengan penawaran Anda tidak "
                "ditemukan susunan yang lebih murah."
            ),
        ),
        "no_plan": (
            _("Susunan anggota"),
            _("Tidak ada susunan anggota yang memenuhi semua batas rencana ini."),
        ),
        "line": (
            _("Giliran"),
            _("Biayanya sama dengan yang dipakai, yang gilirannya lebih dahulu."),
        ),
    }
    other = (_("Rencana"), _("Rencana ini memakai penawaran lain. Tanyakan kepada eksportir."))
    label, text = texts.get(part.code, other)
    return [Check(label, False, text)]


def _taken_in(part: MemberPlan) -> Check:
    """Return why the offer is in: by a letter, the exporter's wish, or what the plan seeks."""
    if part.is_kept:
        return Check(_("Surat Anda"), True, _("Yang sudah Anda terima tetap seperti di surat."))
    if part.is_locked_in:
        return Check(
            _("Keputusan eksportir"), True, _("Eksportir memastikan Anda ikut dalam rencana ini.")
        )
    if (part.plan.result or {}).get("shortfall"):
        text = _("Dengan Anda kekurangan pesanan menjadi yang paling kecil yang ditemukan.")
        return Check(_("Kekurangan"), True, text)
    if part.plan.is_repair:
        text = _(
            "Anda termasuk anggota tambahan paling sedikit yang ditemukan untuk menutup sisa "
            "pesanan."
        )
        return Check(_("Susunan anggota"), True, text)
    text = _(
        "Dalam batas rencana ini, dengan Anda biaya seluruh pesanan menjadi yang paling rendah "
        "yang ditemukan."
    )
    return Check(_("Titik kumpul dan harga"), True, text)


def _price(order: Order) -> str:
    if order.unit_price is not None:
        return _("Harganya sama untuk semua; biaya mempersiapkan Anda membuat pesanan lebih mahal.")
    return _("Dengan harga dan biaya mempersiapkan Anda, pesanan menjadi lebih mahal.")
