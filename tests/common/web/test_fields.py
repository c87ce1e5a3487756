from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from common.web.fields import (
    DayField,
    MoneyField,
    PickField,
    SeveralField,
    WholeField,
    YesNoField,
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("40000000", 40_000_000),
        ("40.000.000", 40_000_000),
        ("Rp 40.000.000,00", 40_000_000),
        ("rp40.000.000", 40_000_000),
        ("40 juta", 40_000_000),
        ("\u200b４０.000.000", 40_000_000),
        ("", None),
    ],
)
def test_money_reads_what_people_type(typed: str, amount: int | None) -> None:
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("empat puluh juta", "Tulis angka bulat tanpa huruf, misalnya 40.000.000."),
        ("٤٠", "Tulis angka bulat tanpa huruf, misalnya 40.000.000."),
        ("1e6", "Tulis angka bulat tanpa huruf, misalnya 40.000.000."),
        ("-5", "Tidak boleh kurang dari nol. Tulis tanpa tanda minus."),
        ("(5)", "Tidak boleh kurang dari nol. Tulis tanpa tanda minus."),
        ("4.5", "Tulis angka bulat, tanpa pecahan di belakang koma."),
        ("1,500", "Dapat dibaca dua macam. Tulis ribuan dengan titik, misalnya 1.500."),
        ("9" * 50, "Lebih dari 1.000.000.000.000.000. Periksa lagi jumlah nolnya."),
        (
            "1,23457E+08",
            "Angka ini dibulatkan Excel (E+). Lebarkan kolomnya, simpan lagi, atau ketik ulang.",
        ),
    ],
)
def test_money_refuses_text_that_is_no_amount(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        MoneyField().clean(typed)
    assert caught.value.messages == [words]


def test_a_dash_is_no_amount_and_no_number_at_all() -> None:
    assert [MoneyField().clean(text) for text in (" Rp -   ", "–", "—", "−")] == [0] * 4
    assert MoneyField(required=False).clean("tidak ada") is None
    assert WholeField(required=False).clean("-") is None


def test_a_number_may_come_with_its_own_unit() -> None:
    field = WholeField()
    field.suffix = "bulan"
    assert [field.clean(text) for text in ("36", "36 bln", "36bulan", "1.200 Bln.")] == [
        36, 36, 36, 1200,
    ]  # fmt: skip
    for text in ("36 hari", "bulan", "3 tahun"):
        with pytest.raises(ValidationError):
            field.clean(text)


def test_money_shows_groups_and_unreadable_input_as_typed() -> None:
    field = MoneyField()
    assert [field.prepare_value(value) for value in (40_000_000, "40000000", "abc", None)] == [
        "40.000.000",
        "40.000.000",
        "abc",
        None,
    ]


def test_whole_number_reads_zero() -> None:
    assert WholeField().clean("0") == 0


@pytest.mark.parametrize(("typed", "answer"), [("ya", True), ("tidak", False), ("", None)])
def test_yes_no_may_be_unanswered(typed: str, answer: bool | None) -> None:
    assert YesNoField(required=False).clean(typed) is answer


def test_yes_no_refuses_another_word() -> None:
    with pytest.raises(ValidationError):
        YesNoField().clean("true")


@pytest.mark.parametrize("typed", ["2021-03-01", "1/3/2021", "01-03-2021", "1 Maret 2021"])
def test_day_reads_date_pickers_and_typed_dates(typed: str) -> None:
    assert DayField().clean(typed) == date(2021, 3, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/2/2021", "tidak ada di kalender"),
        ("08/17/2019", "Bentuk tanggal ini tidak dikenal."),
        ("besok", "Bentuk tanggal ini tidak dikenal."),
        ("2021", "Bentuk tanggal ini tidak dikenal."),
    ],
)
def test_day_says_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DayField().clean(typed)
    assert words in caught.value.messages[0]


@pytest.mark.parametrize(("count", "widget"), [(2, "RadioSelect"), (7, "Select")])
def test_pick_opens_a_list_only_for_many(count: int, widget: str) -> None:
    options: list[tuple[str, Any]] = [(str(n), str(n)) for n in range(count)]
    field = PickField(options=options)
    assert type(field.widget).__name__ == widget
    assert field.clean("1") == "1"


def several() -> SeveralField:
    return SeveralField(options=[("a", "Satu"), ("b", "Dua")], none="Tidak ada", required=False)


@pytest.mark.parametrize(
    ("ticked", "answer"), [([], None), (["-"], []), (["a"], ["a"]), (["b", "a"], ["b", "a"])]
)
def test_several_options_none_of_them_or_no_answer(
    ticked: list[str], answer: list[str] | None
) -> None:
    assert several().clean(ticked) == answer


@pytest.mark.parametrize("ticked", [["-", "a"], ["c"]])
def test_none_of_them_excludes_the_others(ticked: list[str]) -> None:
    with pytest.raises(ValidationError):
        several().clean(ticked)


def test_an_answer_of_none_comes_back_ticked() -> None:
    field = several()
    assert field.prepare_value([]) == ["-"]
    assert field.prepare_value(["a"]) == ["a"]
    assert field.prepare_value(None) is None
