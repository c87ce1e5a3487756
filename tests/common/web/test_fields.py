from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from common.web.fields import DayField, MoneyField, PickField, WholeField, YesNoField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("40000000", 40_000_000),
        ("40.000.000", 40_000_000),
        ("Rp 40.000.000,00", 40_000_000),
        ("rp40.000.000", 40_000_000),
        ("", None),
    ],
)
def test_money_reads_what_people_type(typed: str, amount: int | None) -> None:
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize("typed", ["empat puluh juta", "-5", "4.5", "1,500", "٤٠", "1e6", "9" * 50])
def test_money_refuses_text_that_is_no_amount(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        MoneyField().clean(typed)
    assert caught.value.messages == ["Tulis angka bulat tanpa huruf, misalnya 40.000.000."]


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


@pytest.mark.parametrize("typed", ["2021-03-01", "1/3/2021", "01-03-2021"])
def test_day_reads_date_pickers_and_typed_dates(typed: str) -> None:
    assert DayField().clean(typed) == date(2021, 3, 1)


@pytest.mark.parametrize("typed", ["31/2/2021", "besok", "2021"])
def test_day_refuses_text_that_is_no_date(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize(("count", "widget"), [(2, "RadioSelect"), (7, "Select")])
def test_pick_opens_a_list_only_for_many(count: int, widget: str) -> None:
    options: list[tuple[str, Any]] = [(str(n), str(n)) for n in range(count)]
    field = PickField(options=options)
    assert type(field.widget).__name__ == widget
    assert field.clean("1") == "1"
