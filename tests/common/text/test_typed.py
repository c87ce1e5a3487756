"""Texts as people see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.typed import (
    has_exponent,
    is_excel_error,
    is_excel_hashes,
    plain_marks,
    says_nothing,
    visible,
    visible_line,
)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Batik", "Batik"),
        ("\ufeffBa\u200btik\u00ad", "Batik"),
        ("\u202eBatik\u202c\u2066\u2069\u200e", "Batik"),
        ("Toko\u00a0Sari\u2007\u202f", "Toko Sari  "),
        ("Toko\tSari", "Toko Sari"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("\x00a\x1ab\x7f", "ab"),
        ("０８１２＝Ａｂ", "0812=Ab"),
        ("محل باتيك", "محل باتيك"),
        ("ꦧꦠꦶꦏ꧀", "ꦧꦠꦶꦏ꧀"),
        ("a\ufe0fb\U000e0101\u3164c\u2800", "abc"),
        ("Ñuñez – “Jati”", "Ñuñez – “Jati”"),
    ],
)
def test_marks_without_a_shape_are_gone(typed: str, seen: str) -> None:
    assert visible(typed) == seen


def test_a_line_has_single_spaces() -> None:
    assert visible_line(" Toko\u00a0 \n Sari ") == "Toko Sari"


def test_dashes_and_quotes_of_numbers_are_one() -> None:
    assert plain_marks("0812\u20113456\u20137890\u2212\u2019") == "0812-3456-7890-'"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        " – ",
        "--",
        "---",
        ".",
        "Tidak Ada",
        "TDK ADA",
        "n/a",
        "N/A",
        "nihil",
        "belum",
        "Tdk punya",
        "tidak memiliki",
    ],
)
def test_text_that_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["0", "#N/A", "Tidak", "-1", "a", "####"])
def test_text_that_says_something(text: str) -> None:
    assert not says_nothing(text)


def test_what_excel_leaves_behind_is_known() -> None:
    errors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:502"]
    assert all(is_excel_error(text) for text in errors)
    assert not is_excel_error("#1 Batik")
    assert is_excel_hashes("########")
    assert [has_exponent(text) for text in ("3.57801E+15", "1,2e+05", "3578", "E+15")] == [
        True,
        True,
        False,
        False,
    ]


@given(st.text(max_size=60))
def test_seen_text_is_seen_the_same_again(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible_line(visible_line(text)) == visible_line(text)
