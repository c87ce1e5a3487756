"""From which week of an order a machine or a training adds pieces."""

from datetime import date

import pytest

from supply.policies.measure_weeks import ready_from

_FIRST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "lead_weeks", "makes_from", "week"),
    [
        # Decided in the week before the order, it is there in the first.
        (date(2026, 11, 26), 0, _FIRST, 1),
        (date(2026, 11, 26), 3, _FIRST, 4),
        (date(2026, 12, 2), 0, _FIRST, 2),
        # Nothing is made before material and first article are there.
        (date(2026, 11, 26), 0, date(2026, 12, 14), 3),
        (date(2026, 10, 1), 1, _FIRST, 1),
        (date(2026, 11, 26), 52, _FIRST, 53),
    ],
)
@pytest.mark.whole
def test_week_in_which_it_first_adds_pieces(
    today: date, lead_weeks: int, makes_from: date, week: int
) -> None:
    found = ready_from(lead_weeks, today=today, first_week=_FIRST, makes_from=makes_from)
    assert found == week
