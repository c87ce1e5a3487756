"""Weeks of an order, what counts of an offer, the cost sheet and the end of a plan."""

from datetime import date

import pytest

from enterprises.enums import Incoterm
from supply.enums import CostKind, OrderAct, OrderState
from supply.policies.cost_sheet import lines_of
from supply.policies.delivery_weeks import (
    Margins,
    first_making_week,
    ready_on,
    ready_week,
    weeks_between,
)
from supply.policies.finish import last_week
from supply.policies.offered_weeks import Weeks, counted, lacking
from supply.policies.order_states import ENDED, PAIRS, TABLE, acts, after

MONDAY = date(2027, 1, 4)
MARGINS = Margins(inspection=3, rework=7, stuffing=2, port_closing=3)


@pytest.mark.parametrize(
    ("due", "ready", "week"),
    [
        # A Sunday: the week that ends on it counts.
        (date(2027, 2, 15), date(2027, 1, 31), date(2027, 1, 25)),
        # A Saturday: that week is not over yet.
        (date(2027, 2, 14), date(2027, 1, 30), date(2027, 1, 18)),
        (date(2027, 2, 16), date(2027, 2, 1), date(2027, 1, 25)),
    ],
)
def test_the_buyers_date_goes_back_to_a_week_at_the_hub(due: date, ready: date, week: date) -> None:
    assert (ready_on(due, MARGINS), ready_week(due, MARGINS)) == (ready, week)


def test_nothing_is_made_before_material_and_first_article() -> None:
    assert first_making_week(MONDAY, MONDAY, 0) == MONDAY
    assert first_making_week(MONDAY, date(2027, 1, 5), 0) == date(2027, 1, 11)
    assert first_making_week(MONDAY, MONDAY, 8) == date(2027, 1, 18)
    assert first_making_week(date(2027, 2, 3), MONDAY, 0) == date(2027, 2, 1)
    assert weeks_between(MONDAY, date(2027, 1, 18)) == [
        MONDAY,
        date(2027, 1, 11),
        date(2027, 1, 18),
    ]
    assert weeks_between(MONDAY, date(2026, 12, 28)) == []


def test_of_an_offer_counts_what_is_free_after_the_beginning_half_in_a_first_week() -> None:
    weeks = Weeks(weeks_between(MONDAY, date(2027, 1, 25)), date(2027, 1, 11))
    assert counted([10, 10, 10, 10], weeks, free=[10, 10, 4, 10]) == [0, 10, 4, 10]
    assert counted([10, 9, 10, 10], weeks, free=[10] * 4, first_week_percent=50) == [0, 4, 10, 10]
    assert counted([5, 0, 7, 0], weeks, free=[9] * 4, first_week_percent=0) == [0, 0, 0, 0]


def test_a_certificate_has_to_last_until_the_last_delivery() -> None:
    last = date(2027, 3, 1)
    held = {"halal": date(2027, 2, 28), "svlk": None, "sni": date(2027, 3, 1)}
    assert lacking(["halal", "svlk", "sni", "merek"], held, last) == ["halal", "merek"]


def test_each_incoterm_has_the_costs_up_to_where_it_hands_over() -> None:
    for term in Incoterm:
        assert set(lines_of(term)) <= {str(kind) for kind in CostKind}
    assert "terminal" in lines_of("FOB")
    assert "terminal" not in lines_of("FCA")
    assert "insurance" not in lines_of("CFR")
    assert lines_of("CIF")[-1] == "insurance"
    # From the port on the seller pays the way; who unloads and who clears differs.
    assert lines_of("DAP") == (*lines_of("CIF"), "to_place")
    assert lines_of("DPU") == (*lines_of("DAP"), "unloading")
    assert lines_of("DDP") == (*lines_of("DAP"), "import_duty")
    assert {kind for term in Incoterm for kind in lines_of(term)} == {str(k) for k in CostKind}


def test_a_plan_ends_in_the_last_week_that_makes_pieces() -> None:
    assert last_week([[10, 10, 2], [5, 5, 0]]) == 3
    assert last_week([[10, 0, 0]]) == 1
    assert last_week([[0, 0, 0]]) == 0
    assert last_week([]) == 0


def test_states_and_acts_are_those_of_the_table() -> None:
    assert {state for pair in TABLE for state in (pair[0],)} | set(TABLE.values()) == {
        str(each) for each in OrderState
    }
    assert {act for _state, act in TABLE} == {str(each) for each in OrderAct}
    # Closed letters end once more only where their order does not go on; the selector asks.
    assert {state: acts(state) for state in ENDED} == {
        "letters_closed": {"cancel"},
        "cancelled": frozenset(),
    }
    assert after("planning", "send_letters") == "letters_out"
    with pytest.raises(ValueError, match="not_now"):
        after("cancelled", "invite")
    assert ("letters_closed", "letters_out") not in PAIRS
