"""What plans say in words: why no earlier end, at which price, whom a machine would go to."""

from typing import Any

import pytest

from supply.messages.plans.finish import finish_words
from supply.messages.plans.measures import help_words
from supply.messages.plans.member import checks, entry_price_words
from supply.messages.plans.remedies import why_out
from supply.messages.plans.some_names import some_names
from supply.models import Order, PlanRun
from supply.selectors.members.plan import MemberPlan

OWN_PRICES = Order(unit_price=None)


def part_of(code: str, **changes: Any) -> MemberPlan:
    plan = PlanRun(choices=changes.pop("choices", {}), result=changes.pop("result", {}))
    plan.is_repair = changes.pop("is_repair", False)
    reason = {"code": code, "is_solved": False, "price": changes.pop("price", None)}
    values: dict[str, Any] = {
        "weeks": [],
        "reason": reason if code else None,
        "has_offer": True,
        "is_kept": False,
        "is_locked_in": False,
        "others": 3,
        **changes,
    }
    return MemberPlan(plan, **values)


@pytest.mark.parametrize(
    ("price", "others", "said"),
    [
        (309_999, 3, "Rp300.000 sebuah"),
        (10_336, 9, "Rp10.000 sebuah"),
        (10_336, 2, "tidak diperlihatkan"),
        # Two digits of it are the whole price.
        (99, 9, "tidak diperlihatkan"),
        (None, 9, "tidak ada harga yang membuatnya ikut"),
    ],
)
def test_price_to_be_in_tells_nobodys_price(price: int | None, others: int, said: str) -> None:
    text = entry_price_words(part_of("price", price=price, others=others), OWN_PRICES)
    assert said in text
    assert "10.336" not in text


def test_where_no_price_is_known_it_says_so() -> None:
    for code in ("hub", "mix"):
        assert "tidak dapat diperkirakan" in entry_price_words(part_of(code), OWN_PRICES)
        assert "tidak dapat diperkirakan" in why_out({"code": code}, OWN_PRICES)
        assert "diperkirakan" not in why_out({"code": code}, Order(unit_price=5))
    assert entry_price_words(part_of("grade"), OWN_PRICES) == ""
    assert entry_price_words(part_of("price", price=7_000), Order(unit_price=5)) == ""


def test_who_is_in_is_told_by_what_put_it_there() -> None:
    def said(part: MemberPlan) -> str:
        return checks(part, OWN_PRICES, is_new=False)[-1].text

    assert "tetap seperti di surat" in said(part_of("", is_kept=True))
    assert "Eksportir memastikan Anda ikut" in said(part_of("", is_locked_in=True))
    assert "kekurangan pesanan" in said(part_of("", result={"shortfall": 5}))
    assert "anggota tambahan paling sedikit" in said(part_of("", is_repair=True))
    assert "Dalam batas rencana ini" in said(part_of(""))
    assert "gilirannya lebih dahulu" in said(part_of("line"))
    # A word that this page does not know claims nothing.
    assert "gilirannya" not in said(part_of("new_word"))


def test_why_a_plan_ends_no_earlier() -> None:
    row = {"week": 3, "is_possible": False, "missing": 20, "is_kept": False}
    assert finish_words(None, is_repair=False) == ""
    assert "kurang paling sedikit 20 buah" in finish_words(row, is_repair=False)
    assert "pastikan ikut" in finish_words({**row, "missing": 0}, is_repair=False)
    assert "sudah diterima" in finish_words({**row, "is_kept": True}, is_repair=True)
    assert "belum diketahui" in finish_words({**row, "is_possible": None}, is_repair=False)
    possible = {**row, "is_possible": True}
    assert "biaya terendah sampai tanggal" in finish_words(possible, is_repair=False)
    assert "anggota baru paling sedikit" in finish_words(possible, is_repair=True)


def test_names_are_cut_and_what_was_not_tried_is_not_judged() -> None:
    names = [f"Usaha {place}" for place in range(1_000)]
    assert some_names(names).endswith("Usaha 19 dan 980 lagi")
    assert some_names(names[:2]) == "Usaha 0, Usaha 1"
    row = {"name": "Mesin", "source": "Tarif", "units": 0, "is_tried": False}
    assert "belum diketahui" in help_words(row, [], 5)
    assert "tidak menutup" in help_words({**row, "is_tried": True}, [], 5)
    # Of plans that were made before this was noted.
    assert "tidak menutup" in help_words({"name": "M", "source": "T", "units": 0}, [], 5)
