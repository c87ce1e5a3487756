"""Due dates from the history, over weekends, cuti bersama and pauses."""

from datetime import date

import pytest

from applications.policies.clock import Pause, days_left, stage_due

FRIDAY = date(2026, 11, 20)
CLOSED = {date(2026, 12, 24): "cuti bersama", date(2026, 12, 25): "Natal"}


@pytest.mark.parametrize(
    ("entered", "days", "due"),
    [
        (FRIDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 2, date(2026, 11, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
    ],
)
def test_a_stage_counts_from_the_next_working_day(entered: date, days: int, due: date) -> None:
    assert stage_due(entered, days, [], CLOSED) == due


def test_a_pause_moves_the_due_date_by_its_working_days() -> None:
    pause = Pause(date(2026, 11, 23), date(2026, 11, 26))
    assert stage_due(FRIDAY, 2, [pause], CLOSED) == date(2026, 11, 27)


def test_a_pause_that_still_runs_stops_the_clock() -> None:
    assert stage_due(FRIDAY, 2, [Pause(date(2026, 11, 23), None)], CLOSED) is None


def test_two_pauses_add_up() -> None:
    pauses = [
        Pause(date(2026, 11, 23), date(2026, 11, 24)),
        Pause(date(2026, 11, 24), date(2026, 11, 25)),
    ]
    assert stage_due(FRIDAY, 2, pauses, CLOSED) == date(2026, 11, 26)


def test_a_pause_after_the_due_date_does_not_excuse_being_late() -> None:
    late = Pause(date(2026, 11, 26), date(2026, 12, 1))
    assert stage_due(FRIDAY, 2, [late], CLOSED) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "left"),
    [(FRIDAY, 2), (date(2026, 11, 24), 0), (date(2026, 11, 25), -1), (date(2026, 11, 30), -4)],
)
def test_days_left(today: date, left: int) -> None:
    assert days_left(date(2026, 11, 24), today, CLOSED) == left
