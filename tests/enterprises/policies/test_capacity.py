"""A week in thousandths, and what next weeks may keep free."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.policies.capacity import (
    NotAPart,
    is_aged,
    left_of,
    monday_of,
    part_free,
    part_taken,
    pieces_in,
    trusted_capacity,
    weeks_from,
)
from enterprises.policies.week_proposal import normal_week, propose

MONDAY = date(2027, 2, 1)
EID = [date(2027, 3, 10), date(2027, 3, 11)]
CLOSED = {
    date(2027, 2, 8): "Isra Mikraj",
    date(2027, 2, 9): "Imlek",
    **{day: "Idul Fitri" for day in EID},
    date(2027, 3, 9): "Cuti bersama",
    date(2027, 3, 12): "Cuti bersama",
    date(2027, 3, 15): "Cuti bersama",
}


@given(left=st.integers(0, 1000), capacity=st.integers(1, 200_000))
def test_what_fits_can_be_promised_and_one_more_cannot(left: int, capacity: int) -> None:
    fits = pieces_in(left, capacity)
    assert fits == 0 or part_taken(fits, capacity) <= left
    if fits < capacity:
        assert part_taken(fits + 1, capacity) > left
    assert part_free(fits, capacity) <= left


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.integers(1, 500))
def test_parts_within_a_week_make_no_more_than_a_week(pieces: list[int], capacity: int) -> None:
    wanted = [min(each, capacity) for each in pieces]
    if sum(part_taken(each, capacity) for each in wanted) <= 1000:
        assert sum(wanted) <= capacity


@pytest.mark.parametrize(
    ("pieces", "capacity", "code"),
    [(0, 40, "no_pieces"), (1, 0, "no_capacity"), (41, 40, "more_than_a_week")],
)
def test_what_is_no_part_of_a_week(pieces: int, capacity: int, code: str) -> None:
    with pytest.raises(NotAPart, match=code):
        part_taken(pieces, capacity)


def test_what_is_left_is_what_was_stated_less_what_is_promised() -> None:
    assert (left_of(400, 300), left_of(200, 300), left_of(None, 0)) == (100, 0, 0)
    assert part_free(99, 40) == 1000
    with pytest.raises(NotAPart, match="no_pieces"):
        part_free(-1, 40)
    with pytest.raises(NotAPart, match="no_capacity"):
        part_free(1, 0)


def test_a_visit_bounds_what_is_stated_for_a_year() -> None:
    visit = date(2026, 1, 10)

    def trusted(found: int | None, today: date) -> int:
        return trusted_capacity(
            40, found=found, visited_on=None if found is None else visit, today=today
        )

    assert trusted(None, visit) == 40
    assert trusted(25, visit + timedelta(days=365)) == 25
    assert trusted(60, visit) == 40
    assert trusted(25, visit + timedelta(days=366)) == 40
    assert is_aged(visit, visit + timedelta(days=29), 28)


def test_weeks_begin_on_monday() -> None:
    assert monday_of(date(2027, 2, 7)) == MONDAY == monday_of(MONDAY)
    assert weeks_from(date(2027, 2, 3), 2) == [MONDAY, MONDAY + timedelta(weeks=1)]


def test_proposals_go_by_working_days_and_stop_at_idul_fitri() -> None:
    weeks = weeks_from(MONDAY, 9)
    normal = normal_week({MONDAY - timedelta(weeks=1): 500}, CLOSED, EID)
    assert normal == 500
    found = propose(weeks, normal=normal, closed=CLOSED, eid_days=EID)
    assert [found[week].thousandths for week in weeks] == [
        500, 300, 500, 500, 500, 0, 0, 500, 500,
    ]  # fmt: skip
    assert [found[week].why for week in weeks[1:8]] == [
        "fewer_days", "same", "same", "same", "eid", "after_eid", "same",
    ]  # fmt: skip


def test_a_week_with_holidays_is_no_model_for_the_others() -> None:
    holidays, eid = date(2027, 2, 8), date(2027, 3, 8)
    assert normal_week({MONDAY: 400, holidays: 100}, CLOSED, EID) == 400
    assert normal_week({holidays: 300}, CLOSED, EID) == 500
    assert normal_week({holidays: 900}, CLOSED, EID) == 1000
    assert normal_week({eid: 0, eid + timedelta(weeks=1): 0}, CLOSED, EID) is None
    assert normal_week({}, CLOSED, EID) is None
    weeks = [eid - timedelta(weeks=1), eid, eid + timedelta(weeks=1), eid + timedelta(weeks=2)]
    found = propose(weeks, normal=None, closed=CLOSED, eid_days=EID)
    assert {week: each.thousandths for week, each in found.items()} == dict.fromkeys(weeks[1:3], 0)
