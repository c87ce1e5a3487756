"""The clock that the demo turns back, and the working days before today."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone

from common.dates import clock
from demo.past import PastDays, at
from tests.factories.reference import HolidayOverrideFactory

THEN = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def test_both_clocks_stand_at_the_moment_and_go_on_afterwards() -> None:
    with at(THEN):
        assert clock.now() == timezone.now() == THEN
        assert clock.today() == date(2026, 3, 2)
    assert clock.now() > THEN
    assert timezone.now() > THEN


def test_an_error_lets_the_clock_go_on() -> None:
    with pytest.raises(ValueError, match="stop"), at(THEN):
        raise ValueError("stop")
    assert clock.now() > THEN


@pytest.mark.django_db
def test_past_days_are_those_on_which_the_offices_worked() -> None:
    HolidayOverrideFactory(date=date(2026, 11, 23), is_working=False)
    with time_machine.travel("2026-11-25T00:10:00+07:00"):
        past = PastDays.until_today()
    # A Wednesday: the day before, and over the closed Monday and the weekend the Friday.
    assert past.days[:2] == (date(2026, 11, 24), date(2026, 11, 20))
    assert past.moment(2, 75) == datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
