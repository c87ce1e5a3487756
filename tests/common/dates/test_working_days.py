from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates.working_days import (
    NotCountable,
    add_working_days,
    count_working_days,
    is_working,
    skipped,
)

FRIDAY = date(2026, 12, 18)
CHRISTMAS = {date(2026, 12, 24): "Cuti bersama", date(2026, 12, 25): "Hari Raya Natal"}

near = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.dictionaries(near, st.just("libur"), max_size=40)
opened_days = st.frozensets(near, max_size=10)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (0, date(2026, 12, 18)),
        (1, date(2026, 12, 21)),
        (3, date(2026, 12, 23)),
        (4, date(2026, 12, 28)),
        (5, date(2026, 12, 29)),
    ],
)
def test_days_are_counted_from_the_day_after(days: int, due: date) -> None:
    assert add_working_days(FRIDAY, days, CHRISTMAS) == due
    assert count_working_days(FRIDAY, due, CHRISTMAS) == days


def test_start_on_a_holiday_counts_from_the_next_working_day() -> None:
    assert add_working_days(date(2026, 12, 25), 1, CHRISTMAS) == date(2026, 12, 28)


def test_opened_day_is_a_working_day_though_saturday_or_closed() -> None:
    opened = {date(2026, 12, 19), date(2026, 12, 24)}
    assert is_working(date(2026, 12, 19), CHRISTMAS, opened)
    assert is_working(date(2026, 12, 24), CHRISTMAS, opened)
    assert not is_working(date(2026, 12, 20), CHRISTMAS, opened)
    assert add_working_days(FRIDAY, 1, CHRISTMAS, opened) == date(2026, 12, 19)
    assert count_working_days(FRIDAY, date(2026, 12, 24), CHRISTMAS, opened) == 5


def test_count_is_negative_when_late() -> None:
    assert count_working_days(date(2026, 12, 23), FRIDAY, CHRISTMAS) == -3


def test_skipped_days_carry_their_reason() -> None:
    assert skipped(FRIDAY, date(2026, 12, 28), CHRISTMAS) == [
        (date(2026, 12, 19), "saturday"),
        (date(2026, 12, 20), "sunday"),
        (date(2026, 12, 24), "Cuti bersama"),
        (date(2026, 12, 25), "Hari Raya Natal"),
        (date(2026, 12, 26), "saturday"),
        (date(2026, 12, 27), "sunday"),
    ]
    assert skipped(FRIDAY, FRIDAY, CHRISTMAS) == []
    assert skipped(FRIDAY, date(2026, 12, 1), CHRISTMAS) == []


@pytest.mark.parametrize("days", [-1, 3661, 10**9])
def test_days_out_of_range_are_refused(days: int) -> None:
    with pytest.raises(NotCountable) as refusal:
        add_working_days(FRIDAY, days, {})
    assert refusal.value.code == "days_range"


def test_largest_range_is_counted() -> None:
    assert count_working_days(FRIDAY, add_working_days(FRIDAY, 3660, {}), {}) == 3660


def test_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(NotCountable) as refusal:
        add_working_days(date(9999, 12, 30), 5, {})
    assert refusal.value.code == "date_range"


def test_calendar_without_working_days_is_refused() -> None:
    closed = {FRIDAY + timedelta(days=n): "tutup" for n in range(2000)}
    with pytest.raises(NotCountable) as refusal:
        add_working_days(FRIDAY, 1, closed)
    assert refusal.value.code == "no_working_day"


def test_skipped_refuses_an_excessive_distance() -> None:
    with pytest.raises(NotCountable) as refusal:
        skipped(date.min, date.max, {})
    assert refusal.value.code == "days_range"


@given(near, st.integers(0, 120), calendars, opened_days)
def test_count_undoes_add(
    start: date, days: int, closed: dict[date, str], opened: frozenset[date]
) -> None:
    due = add_working_days(start, days, closed, opened)
    assert count_working_days(start, due, closed, opened) == days
    assert count_working_days(due, start, closed, opened) == -days
    assert days == 0 or is_working(due, closed, opened)
    assert len(skipped(start, due, closed, opened)) == (due - start).days - days


@given(near, near, calendars, opened_days)
def test_count_equals_checking_every_day(
    after: date, until: date, closed: dict[date, str], opened: frozenset[date]
) -> None:
    first, last = min(after, until), max(after, until)
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    expected = sum(is_working(day, closed, opened) for day in days)
    assert abs(count_working_days(after, until, closed, opened)) == expected
