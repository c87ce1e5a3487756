from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money.rupiah import MAX_RUPIAH, NotAnAmount, parse_rupiah
from common.text.formats import rupiah


@pytest.mark.parametrize(
    "text",
    [
        "1500000",
        "1.500.000",
        "Rp 1.500.000,00",
        "Rp1.500.000",
        "rp. 1.500.000",
        "Rp.1.500.000,-",
        "IDR 1.500.000",
        "1.500.000,0",
        "1500000,00",
        "1500000.00",
        "1,500,000",
        "1,500,000.00",
        "  1.500.000  ",
        "'1.500.000",
        "\u2019Rp\u00a01.500.000",
        '"1500000"',
        1_500_000,
        "1,5 juta",
        "1.5 jt",
        "1500 ribu",
        "1.500rb",
        "Rp 1,5 juta rupiah",
        "1 500 000",
        "1'500'000",
        "1.500.000.-",
        "1.500.000,--",
        "1500000.0",
        "1,5E+06",
        "1500000 rupiah",
        " Rp       1.500.000 ",
        "\u200b１５00000",
        "Rp\u20071.500.000",
        "1.500.000,=",
        "1500000,=",
        "1,5juta,-",
    ],
)
def test_amount_is_read(text: str | int) -> None:
    assert parse_rupiah(text) == 1_500_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("-", 0),
        (" Rp -   ", 0),
        ("\u2013", 0),
        ("1.500", 1500),
        ("7", 7),
        ("Rp 0,00", 0),
        ("1,500.00", 1500),
    ],
)
def test_small_amounts(text: str, amount: int) -> None:
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_empty"),
        ("  ' ", "amount_empty"),
        ("-1500", "amount_negative"),
        ("\u22121.500", "amount_negative"),
        ("(1.500)", "amount_negative"),
        ("Rp -1.500", "amount_negative"),
        (-1, "amount_negative"),
        ("1.500,50", "amount_fraction"),
        ("1500.5", "amount_fraction"),
        ("1,500", "amount_ambiguous"),
        ("1000000000000001", "amount_too_large"),
        (MAX_RUPIAH + 1, "amount_too_large"),
        ("dua juta", "amount_format"),
        ("Rp", "amount_format"),
        ("1.50.000", "amount_format"),
        ("1.5000", "amount_format"),
        ("1.500,000,00", "amount_format"),
        ("1e6", "amount_format"),
        ("60 jutaan", "amount_format"),
        ("1,5 M", "amount_format"),
        ("1,500 juta", "amount_format"),
        ("Rp60.000,000", "amount_format"),
        ("1500000.000", "amount_format"),
        ("50-60 juta", "amount_format"),
        ("1,23457E+08", "amount_rounded"),
        ("60000000.4999999", "amount_fraction"),
        ("1,2345 juta", "amount_format"),
        ("+1500", "amount_format"),
        ("١٥٠٠", "amount_format"),
        ("0x10", "amount_format"),
        ("9" * 65, "amount_format"),
        (True, "amount_format"),
        (1.5, "amount_format"),
    ],
)
def test_amount_is_refused(text: str | int, code: str) -> None:
    with pytest.raises(NotAnAmount) as refusal:
        parse_rupiah(text)
    assert refusal.value.code == code
    assert str(refusal.value) == code


def test_largest_amount_is_accepted() -> None:
    assert parse_rupiah("1.000.000.000.000.000") == MAX_RUPIAH


@given(st.integers(0, MAX_RUPIAH))
def test_formatted_amounts_can_be_read_again(amount: int) -> None:
    for text in (rupiah(amount), f"{rupiah(amount)},00", str(amount), f"{amount:,}.00"):
        assert parse_rupiah(text) == amount


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(NotAnAmount):
        assert 0 <= parse_rupiah(text) <= MAX_RUPIAH
