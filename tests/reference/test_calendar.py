"""Closed days: holidays, cuti bersama, corrections."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from reference.selectors.calendar import closed_days, due_date
from tests.factories.reference import HolidayOverrideFactory

pytestmark = pytest.mark.django_db


def test_cuti_bersama_of_2026() -> None:
    days = closed_days(date(2026, 1, 1), date(2026, 12, 31))
    cuti_bersama = sorted(day for day, name in days.items() if name.startswith("Cuti Bersama"))
    assert [day.strftime("%m-%d") for day in cuti_bersama] == [
        "02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24",
    ]  # fmt: skip
    assert len(days) == 25


def test_names_follow_the_active_language() -> None:
    christmas = date(2026, 12, 25)
    with override("id"):
        assert closed_days(christmas, christmas) == {christmas: "Hari Raya Natal"}
    with override("en"):
        assert closed_days(christmas, christmas) == {christmas: "Christmas Day"}


def test_both_ends_are_included_and_nothing_else() -> None:
    assert list(closed_days(date(2026, 12, 24), date(2026, 12, 25))) == [
        date(2026, 12, 24),
        date(2026, 12, 25),
    ]
    assert closed_days(date(2026, 12, 28), date(2026, 12, 31)) == {}


def test_an_override_closes_a_day() -> None:
    HolidayOverrideFactory(date=date(2026, 12, 9), name="Pilkada")
    assert closed_days(date(2026, 12, 1), date(2026, 12, 10)) == {date(2026, 12, 9): "Pilkada"}
    assert due_date(date(2026, 12, 8), 1) == date(2026, 12, 10)


def test_an_override_opens_a_day() -> None:
    HolidayOverrideFactory(date=date(2026, 12, 24), is_working=True)
    assert due_date(date(2026, 12, 23), 1) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        # 24 and 25 December are closed, 26 and 27 a weekend.
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        # Nyepi and Idul Fitri: 18 to 24 March.
        (date(2026, 3, 17), 1, date(2026, 3, 25)),
        (date(2026, 12, 30), 2, date(2027, 1, 4)),
    ],
)
def test_due_dates(start: date, days: int, due: date) -> None:
    assert due_date(start, days) == due


@pytest.mark.parametrize("year", [1, 1900, 2500, 9998])
def test_years_without_a_calendar_have_weekends_only(year: int) -> None:
    assert closed_days(date(year, 3, 1), date(year, 3, 10)) == {}
    assert due_date(date(year, 3, 1), 10) > date(year, 3, 10)


def test_the_last_possible_day() -> None:
    assert closed_days(date.max, date.max) == {}


def test_closed_days_run_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        closed_days(date(2024, 1, 1), date(2027, 12, 31))


def test_a_weekend_day_is_not_opened_by_an_override() -> None:
    with pytest.raises(IntegrityError):
        HolidayOverrideFactory(date=date(2026, 12, 26), is_working=True)
