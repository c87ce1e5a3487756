"""The simulator uses the life-cycle and the clock of the portal; it has none of its own."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Final

import pytest

from applications import lifecycle
from applications.lifecycle import TABLE, Actor, find_rule
from benchmarks.seed import simulator
from benchmarks.seed.plan import EditionRow, SeedPlan, StageRow
from benchmarks.seed.simulator import HABITS, ApplicationSimulator
from common.dates.working_days import add_working_days
from programs.enums import StageExit, State, Transition
from tests.architecture.source import ROOT

SEED = ROOT / "benchmarks" / "seed"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CLOSED = {date(2026, 12, 25): "Natal", date(2026, 8, 17): "Hari Kemerdekaan"}
# Names that a second calendar or life-cycle would have to use.
CALENDAR_NAMES: Final = {"weekday", "isoweekday", "isocalendar", "is_working", "holidays"}
TABLE_MAKERS: Final = {"TransitionRule", "State", "pgtrigger"}
KNOWN_STATES: Final = {"DRAFT"}

Step = tuple[State, Transition, State]


def stages(edition: int) -> tuple[StageRow, ...]:
    """Return a review with a second person in the same role, and a wait outside the office."""
    rows = (
        ("verifier", StageExit.PASS, False, 1),
        ("analyst", StageExit.PASS, False, 3),
        ("analyst", StageExit.RECOMMEND, True, 2),
        ("verifier", StageExit.PASS, False, None),
        ("decider", StageExit.DECIDE, True, 2),
    )
    return tuple(
        StageRow(edition * 10 + position, position, role, leave, second_person, days)
        for position, (role, leave, second_person, days) in enumerate(rows)
    )


def plan(applications: int = 3000) -> SeedPlan:
    people = [("verifier", [1, 2]), ("analyst", [3, 4]), ("decider", [5, 6])]
    return SeedPlan(
        seed=1,
        enterprises=1000,
        applications=applications,
        now=NOW,
        closed=CLOSED,
        regencies=[("35.78", "Surabaya")],
        regency_weights=[1.0],
        kbli={},
        scheme=1,
        prefix="KURM",
        editions=[
            EditionRow(1, date(2025, 1, 1), None, stages(1)),
            EditionRow(2, date(2026, 7, 1), date(2026, 11, 27), stages(2)),
        ],
        answer_days=[(date(2025, 1, 1), 5), (date(2026, 6, 1), 7)],
        first_user=100,
        people={(role, "35.78"): keys for role, keys in people},
    )


def simulated(plan: SeedPlan) -> Iterator[ApplicationSimulator]:
    rng = Random(4)
    for number in range(plan.applications):
        file = ApplicationSimulator(plan, rng, number)
        file.run()
        yield file


def steps(files: list[ApplicationSimulator]) -> set[Step]:
    return {
        (each.from_state, each.transition, each.to_state) for file in files for each in file.events
    }


@pytest.fixture
def files() -> list[ApplicationSimulator]:
    return list(simulated(plan()))


def test_simulator_performs_every_transition_of_people_and_no_other(
    files: list[ApplicationSimulator],
) -> None:
    assert steps(files) == {
        (source, rule.name, rule.target)
        for rule in TABLE
        if rule.actor != Actor.SYSTEM
        for source in rule.sources
    }


def test_simulator_follows_the_table_when_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    without = tuple(rule for rule in TABLE if rule.name != Transition.REQUEST_REVISION)
    monkeypatch.setattr(lifecycle, "TABLE", without)
    simulator._choices.cache_clear()
    try:
        performed = steps(list(simulated(plan(600))))
    finally:
        simulator._choices.cache_clear()
    assert performed == {
        (source, rule.name, rule.target)
        for rule in without
        for source in rule.sources
        if source != State.REVISION_REQUESTED and rule.actor != Actor.SYSTEM
    }


def test_every_transition_of_people_has_a_habit() -> None:
    assert {*HABITS} == {rule.name for rule in TABLE if rule.actor != Actor.SYSTEM}


def test_simulator_leaves_each_stage_by_its_exit(files: list[ApplicationSimulator]) -> None:
    exits = {stage.id: stage.exit for edition in plan().editions for stage in edition.stages}
    for file in files:
        for event in file.events:
            rule = find_rule(event.transition, event.from_state)
            assert rule is not None
            if rule.exit is not None:
                assert event.from_stage is not None
                assert exits[event.from_stage] == rule.exit


def test_a_second_person_decides(files: list[ApplicationSimulator]) -> None:
    decided = [file for file in files if file.decider]
    assert decided
    for file in decided:
        passed = [each.actor for each in file.events if each.from_stage != each.to_stage]
        assert file.decider not in passed
        assert file.recommender not in (0, file.decider)


def test_the_first_stage_of_a_call_counts_from_its_end(files: list[ApplicationSimulator]) -> None:
    waiting = [file for file in files if file.state == State.SUBMITTED and file.edition.closes_on]
    assert waiting
    assert {file.due for file in waiting} == {date(2026, 11, 30)}


def test_an_applicant_answers_within_the_days_of_the_request(
    files: list[ApplicationSimulator],
) -> None:
    waiting = [file for file in files if file.state == State.REVISION_REQUESTED]
    assert waiting
    for file in waiting:
        requested = file.updated[0]
        answer_days = 7 if requested >= date(2026, 6, 1) else 5
        assert file.due == add_working_days(requested, answer_days, CLOSED)


def test_working_days_are_those_of_the_one_calendar() -> None:
    drawn = plan()
    for month in range(1, 13):
        for count in range(12):
            start = date(2026, month, 14)
            assert drawn.add_working_days(start, count) == add_working_days(start, count, CLOSED)


def test_seed_defines_no_calendar_and_no_life_cycle_of_its_own() -> None:
    modules = sorted(SEED.glob("*.py"))
    assert len(modules) > 5
    for path in modules:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        names |= {
            alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        assert not names & CALENDAR_NAMES, path.name
        called = {
            node.func.id
            for node in nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & TABLE_MAKERS, path.name
        states = {
            node.attr
            for node in nodes
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "State"
        }
        assert states <= KNOWN_STATES, f"{path.name} names states that the table leads to"
        literals = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert not literals & {str(state) for state in State}, path.name
