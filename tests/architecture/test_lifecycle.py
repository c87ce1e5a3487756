"""The life-cycle has no dead end, and its generated page matches the table."""

from collections import Counter

from applications.lifecycle import FINAL_STATES, TABLE, Actor, StageMove
from applications.management.lifecycle_page import PATH, lifecycle_page
from enterprises.enums import CredentialStatus
from letters.enums import LetterAction, LetterStatus
from letters.policies import status_table as letter_life
from permits.enums import PermitAction
from permits.policies import status_table as permit_life
from programs.enums import StageExit, State, Transition
from supply.enums import OrderAct, OrderState, RequestPart, RequestState
from supply.policies import order_states
from supply.policies import request_states as request_life
from tests.architecture.source import none_of


def reachable(start: State) -> set[State]:
    found = {start}
    while True:
        next_found = {r.target for r in TABLE if found & {*r.sources}} | found
        if next_found == found:
            return found
        found = next_found


def test_every_state_is_reachable() -> None:
    assert reachable(State.DRAFT) == {*State}


def test_no_state_is_a_dead_end() -> None:
    none_of({s for s in State if not reachable(s) & FINAL_STATES})


def test_final_states_are_those_without_a_transition_of_a_person() -> None:
    by_people = [r for r in TABLE if r.actor != Actor.SYSTEM]
    assert {s for s in State if all(s not in r.sources for r in by_people)} == FINAL_STATES


def test_every_transition_is_in_the_table_and_its_source_is_unambiguous() -> None:
    assert {r.name for r in TABLE} == {*Transition}
    pairs = Counter((r.name, source) for r in TABLE for source in r.sources)
    none_of([pair for pair, count in pairs.items() if count > 1])


def test_the_applicant_can_always_withdraw_before_the_decision() -> None:
    leaving = {s for r in TABLE if r.name == Transition.WITHDRAW for s in r.sources}
    assert leaving == {*State} - FINAL_STATES - {State.APPROVED}


def test_every_exit_of_a_stage_is_a_transition_of_the_office() -> None:
    assert {r.exit for r in TABLE if r.exit} == {*StageExit}
    moving = {r.actor for r in TABLE if r.exit or r.stage not in (StageMove.KEEP, StageMove.LAST)}
    assert moving == {Actor.STAGE_ROLE}


def test_every_refusal_and_every_decision_requires_a_reason() -> None:
    with_reason = {r.name for r in TABLE if r.reason_required}
    assert with_reason == {
        Transition.RECOMMEND,
        Transition.REQUEST_REVISION,
        Transition.APPROVE,
        Transition.REJECT,
        Transition.REOPEN,
    }


def test_the_generated_page_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == lifecycle_page(), (
        "run: python manage.py write_lifecycle_doc"
    )


def test_other_tables_name_the_states_and_acts_of_the_choices_that_people_read() -> None:
    """Tables are pure, choices have words of Django: their values are written in both."""
    named = {
        CredentialStatus: {each for move in permit_life.MOVES for each in move},
        LetterStatus: {each for move in letter_life.MOVES for each in move},
        RequestState: {each for pair in request_life.PAIRS for each in pair},
        OrderState: {each for pair in order_states.PAIRS for each in pair},
        OrderAct: {act for _state, act in order_states.TABLE},
    }
    assert {choices: {*choices.values} for choices in named} == named
    part_of = {
        PermitAction: {*permit_life.LEADS_TO},
        LetterAction: {*letter_life.LEADS_TO},
        RequestPart: {part for move in request_life.MOVES.values() for part in move.by},
    }
    none_of(
        f"{choices.__name__} {strange}"
        for choices, names in part_of.items()
        if (strange := names - {*choices.values})
    )
