from datetime import UTC, datetime, timedelta

import pytest

from accounts.policies import (
    Rate,
    is_guessable_pin,
    next_allowed_at,
    pin_wait,
    slowing_rates,
)

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RATES = [Rate(1, MINUTE), Rate(3, 60 * MINUTE)]


@pytest.mark.parametrize(
    ("ago", "free"),
    [
        ([], None),
        ([0], 1),
        ([5], -4),
        ([0, 5], 1),
        ([0, 5, 20], 40),
        ([20, 0, 5], 40),
        ([0, 5, 20, 50], 40),
    ],
)
def test_next_one_is_allowed_when_every_rate_allows_it(ago: list[int], free: int | None) -> None:
    allowed_at = next_allowed_at([NOON - minutes * MINUTE for minutes in ago], RATES)

    assert allowed_at == (None if free is None else NOON + free * MINUTE)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (11, 960), (12, 1440), (99, 1440)],
)
def test_pin_waits_double_up_to_a_day(failures: int, minutes: int) -> None:
    assert pin_wait(failures) == minutes * MINUTE


@pytest.mark.parametrize(
    ("pin", "guessable"),
    [
        ("000000", True),
        ("123456", True),
        ("987654", True),
        ("890123", True),
        ("121212", True),
        ("123123", True),
        ("345678", True),
        ("730284", False),
        ("112233", False),
    ],
)
def test_guessable_pins(pin: str, guessable: bool) -> None:
    assert is_guessable_pin(pin, "+6281234567890") is guessable


def test_pin_out_of_the_number_is_guessable() -> None:
    assert is_guessable_pin("571239", "+6285712398765")


@pytest.mark.parametrize(("in_a_day", "hourly"), [(0, 5), (9, 5), (10, 1), (500, 1)])
def test_a_flood_slows_down_and_does_not_end(in_a_day: int, hourly: int) -> None:
    rates = slowing_rates(in_a_day, hourly=5, daily=10, slowed=1)
    assert rates == [Rate(hourly, timedelta(hours=1))]
