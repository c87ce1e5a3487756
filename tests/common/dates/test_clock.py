from datetime import UTC, date, datetime

import pytest
import time_machine

from common.dates import clock


@time_machine.travel(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_jakarta() -> None:
    assert clock.now() == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert clock.today() == date(2026, 11, 23)


def test_local_date_just_before_midnight_in_jakarta() -> None:
    assert clock.local_date(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)


def test_local_date_refuses_a_naive_time() -> None:
    with pytest.raises(ValueError, match="without offset"):
        clock.local_date(datetime(2026, 11, 22))  # noqa: DTZ001
