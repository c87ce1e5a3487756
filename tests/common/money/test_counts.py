"""Whole numbers with their unit."""

import pytest

from common.money.counts import without_unit
from common.money.rupiah import NotAnAmount, parse_rupiah


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("5 orang", "orang", 5),
        ("5 org.", "people", 5),
        ("5 ribu orang", "orang", 5000),
        ("2,5 juta orang", "orang", 2_500_000),
        ("60.000,- orang", "orang", 60_000),
        ("36bln", "bulan", 36),
    ],
)
def test_a_number_may_have_its_own_unit(text: str, unit: str, number: int) -> None:
    assert parse_rupiah(without_unit(text, unit)) == number


@pytest.mark.parametrize("text", ["orang", "- orang", "lima orang", "5 hari orang", "5 tahun"])
def test_anything_else_beside_it_is_no_number(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_rupiah(without_unit(text, "orang"))
