"""The table of transitions: exactly the contract, without dead ends."""

import pytest

from applications.lifecycle import (
    FINAL_STATES,
    TABLE,
    Actor,
    find_rule,
    state_pairs,
    targets_of,
    whose_turn,
)
from programs.enums import State, Transition, Turn


def test_the_table_is_the_contract() -> None:
    rows = {
        (str(r.name), tuple(map(str, r.sources)), str(r.target), str(r.actor), r.reason_required)
        for r in TABLE
    }
    every_open = ("draft", "submitted", "in_review", "revision_requested")
    assert rows == {
        ("submit", ("draft",), "submitted", "applicant", False),
        ("submit", ("revision_requested",), "in_review", "applicant", False),
        ("withdraw", every_open, "withdrawn", "applicant", False),
        ("start_review", ("submitted",), "in_review", "stage_role", False),
        ("pass_stage", ("in_review",), "in_review", "stage_role", False),
        ("recommend", ("in_review",), "in_review", "stage_role", True),
        ("request_revision", ("in_review",), "revision_requested", "stage_role", True),
        ("approve", ("in_review",), "approved", "stage_role", True),
        ("reject", ("in_review",), "rejected", "stage_role", True),
        ("complete", ("approved",), "completed", "stage_role", False),
        ("reopen", ("rejected",), "in_review", "system", True),
        ("lapse", ("revision_requested",), "withdrawn", "system", False),
    }


def test_every_state_is_reached_and_only_final_ones_end() -> None:
    reached = {target for _source, target in state_pairs()} | {State.DRAFT}
    assert reached == set(State)
    without_end = {source for source, _target in state_pairs()}
    # Only an objection leads out of a refusal.
    assert set(State) - without_end == FINAL_STATES - {State.REJECTED}
    assert {r.name for r in TABLE if State.REJECTED in r.sources} == {Transition.REOPEN}


@pytest.mark.parametrize("state", sorted(State))
@pytest.mark.parametrize("name", sorted(Transition))
def test_a_transition_exists_only_where_a_row_lists_it(name: Transition, state: State) -> None:
    rule = find_rule(name, state)
    assert (rule is not None) == any(r.name == name and state in r.sources for r in TABLE)


def test_unknown_transitions_do_not_exist() -> None:
    assert find_rule("publish", State.DRAFT) is None
    assert targets_of("publish") == frozenset()


def test_nobody_but_the_applicant_submits_or_withdraws() -> None:
    owned = {r.name for r in TABLE if r.actor == Actor.APPLICANT}
    assert owned == {Transition.SUBMIT, Transition.WITHDRAW}


@pytest.mark.parametrize(
    ("state", "partner", "turn"),
    [
        (State.DRAFT, True, Turn.APPLICANT),
        (State.REVISION_REQUESTED, True, Turn.APPLICANT),
        (State.SUBMITTED, True, Turn.OFFICE),
        (State.IN_REVIEW, False, Turn.OFFICE),
        (State.APPROVED, True, Turn.PARTNER),
        (State.APPROVED, False, Turn.NOBODY),
        (State.REJECTED, True, Turn.NOBODY),
        (State.WITHDRAWN, True, Turn.NOBODY),
        (State.COMPLETED, True, Turn.NOBODY),
    ],
)
def test_whose_turn(state: State, partner: bool, turn: Turn) -> None:
    assert whose_turn(state, partner_follows=partner) == turn
