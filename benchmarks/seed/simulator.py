"""One application from its first day to the present, by the portal's life-cycle and clock.

`applications.lifecycle` says which transitions exist, where they lead and who claims the
application afterwards; `common.dates.working_days` counts days and `applications.policies.clock`
due dates. Only the behaviour of people is invented here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final, NamedTuple

from applications.lifecycle import (
    OPEN_STATES,
    QUEUE_STATES,
    Actor,
    ClaimMove,
    StageMove,
    TransitionRule,
    claim_after,
    find_rule,
    stage_after,
)
from applications.policies.clock import Move, due_on
from applications.policies.opinions import is_against, likely_decision
from benchmarks.seed.plan import EditionRow, Moment, SeedPlan, StageRow
from common.dates.working_days import Closed
from programs.enums import Opinion, StageExit, State, Transition


class Habit(NamedTuple):
    """How people act on a transition.

    They choose it in proportion to its `weight` among those that are possible, never do it with
    probability `neglected`, and take a number of `days`: calendar days of the applicant,
    working days of the office.
    """

    weight: float
    neglected: float
    days: Sequence[int]


_APPLICANT_DAYS: Final = (0, 1, 1, 2, 3, 4, 7, 12)
_OFFICE_DAYS: Final = (0, 0, 1, 1, 1, 2, 2, 3, 5)
# What people do; the system's own transitions need reminders and objections, which are not made.
HABITS: Final[Mapping[Transition, Habit]] = {
    Transition.SUBMIT: Habit(98, 0.065, _APPLICANT_DAYS),
    Transition.WITHDRAW: Habit(2, 0, _APPLICANT_DAYS),
    Transition.START_REVIEW: Habit(98, 0.035, _OFFICE_DAYS),
    Transition.PASS_STAGE: Habit(88, 0.05, _OFFICE_DAYS),
    Transition.RECOMMEND: Habit(88, 0.05, _OFFICE_DAYS),
    Transition.REQUEST_REVISION: Habit(10, 0, _OFFICE_DAYS),
    Transition.APPROVE: Habit(63, 0.05, _OFFICE_DAYS),
    Transition.REJECT: Habit(25, 0.05, _OFFICE_DAYS),
    Transition.COMPLETE: Habit(1, 0.3, range(5, 40)),
}
_CLAIMED: Final = 0.3
_OPINIONS: Final = (Opinion.POSITIVE,) * 6 + (Opinion.CONDITIONAL,) * 2 + (Opinion.NEGATIVE,) * 2
_FOLLOWED: Final = 0.9


class Event(NamedTuple):
    """One line of the history."""

    at: Moment
    actor: int
    role: str
    transition: Transition
    from_state: State
    to_state: State
    from_stage: int | None
    to_stage: int | None
    opinion: str
    is_against: bool


class HeldFor(NamedTuple):
    """One official's turn with the application; `until` is None while it lasts."""

    holder: int
    since: Moment
    until: Moment | None


@dataclass(frozen=True)
class PlannedTerms:
    """The terms of the clock as the plan has them."""

    plan: SeedPlan
    edition: EditionRow

    @property
    def closes_on(self) -> date | None:
        """The last day of the call."""
        return self.edition.closes_on

    def first_stage(self) -> StageRow:
        """Return the stage in which a submitted application waits."""
        return self.edition.stages[0]

    def answer_days(self, requested: date) -> int:
        """Return the working days to answer a request made on that day."""
        return self.plan.answer_days_on(requested)

    def reopened_days(self, reopened: date) -> int:
        """Refuse: no simulated file was objected to."""
        raise LookupError(reopened)

    def closed_from(self, day: date) -> Closed:
        """Return the closed days of the whole plan."""
        return self.plan.closed


class SimulationEnded(Exception):
    """Nothing more happens to it: it is final, neglected, or the present is reached."""


class ApplicationSimulator:
    """Application `number`; only the last one of its enterprise may still be open."""

    def __init__(self, plan: SeedPlan, rng: Random, number: int) -> None:
        self.plan, self.rng, self.number = plan, rng, number
        self.enterprise = plan.applicant(number % plan.applicants)
        self.regency = plan.regencies[plan.regency_of(self.enterprise)][0]
        self.applicant, self.applicant_role = plan.member(self.enterprise) or (0, "")
        self.is_last = number + plan.applicants >= plan.applications
        self.present = plan.present
        self.created = self.updated = min(self._creation(), self.present)
        self.edition = plan.edition_on(self.created[0])
        self.state = State.DRAFT
        self.stage: StageRow | None = None
        self.events: list[Event] = []
        self.submitted: Moment | None = None
        self.decided: Moment | None = None
        self.recommender = self.decider = self.claimant = 0
        self.holdings: list[HeldFor] = []
        self.opinion = ""
        self._handlers: set[int] = set()

    def run(self) -> None:
        """Perform transitions until nothing more happens."""
        try:
            while True:
                self._step()
        except SimulationEnded:
            if not self.is_last and self.state in OPEN_STATES:
                # The enterprise applied again later, and may have one open application only.
                rule = _rule(Transition.WITHDRAW, self.state)
                self._perform(rule, self.applicant, self.applicant_role)

    @property
    def due(self) -> date | None:
        """The day the application is due, None without one."""
        if self.state not in OPEN_STATES:
            return None
        history = [
            Move(each.at[0], each.transition, each.from_state, each.from_stage, each.to_stage)
            for each in self.events
        ]
        return due_on(self.state, self.stage, history, PlannedTerms(self.plan, self.edition))

    def _creation(self) -> Moment:
        """Return when the draft was begun: later numbers later, and more of them every year."""
        first = self.plan.first_day
        share = (self.number / max(1, self.plan.applications)) ** 0.8
        day = first + timedelta(days=int(share * ((self.present[0] - first).days + 1)))
        return day, self.rng.randrange(21_600, 79_200)

    def _step(self) -> None:
        rule = self._choose()
        habit = HABITS[rule.name]
        if rule.actor == Actor.APPLICANT:
            actor, role = self.applicant, self.applicant_role
        else:
            stage = self.stage or self.edition.stages[0]
            actor, role = self._official(stage), stage.role
        may_stay = self.is_last or self.state not in OPEN_STATES
        if may_stay and self.rng.random() < habit.neglected:
            raise SimulationEnded
        days = self.rng.choice(habit.days)
        if rule.actor == Actor.APPLICANT:
            self._advance(self.updated[0] + timedelta(days=days))
        else:
            self._advance(self.plan.add_working_days(self.updated[0], days))
        self._perform(rule, actor, role)

    def _choose(self) -> TransitionRule:
        choices = _choices(self.state, self.stage.exit if self.stage else "")
        point = self.rng.random()
        for bound, rule in choices:
            if point < bound:
                return self._as_recommended(rule)
        raise SimulationEnded

    def _as_recommended(self, rule: TransitionRule) -> TransitionRule:
        """Return the decision that follows the recommendation, and now and then the other one."""
        if is_against(rule.name, self.opinion) and self.rng.random() < _FOLLOWED:
            return _rule(Transition(likely_decision(self.opinion)), self.state)
        return rule

    def _official(self, stage: StageRow) -> int:
        """Return the official who acts: the claimant, else one who may claim it first."""
        if self.claimant:
            return self.claimant
        people = self.plan.people[stage.role, self.regency]
        if stage.second_person:
            people = [each for each in people if each not in self._handlers]
        official = self.rng.choice(people)
        if self.state in QUEUE_STATES and self.rng.random() < _CLAIMED:
            self._give_to(official)
        return official

    def _give_to(self, official: int) -> None:
        """Let `official` hold it from now on, or nobody (0)."""
        if official == self.claimant:
            return
        if self.claimant:
            self.holdings[-1] = self.holdings[-1]._replace(until=self.updated)
        if official:
            self.holdings.append(HeldFor(official, self.updated, None))
        self.claimant = official

    def _advance(self, day: date) -> None:
        """Let time pass until an hour of `day`."""
        if day == self.updated[0]:
            second = min(86_399, self.updated[1] + self.rng.randrange(120, 7200))
        else:
            second = self.rng.randrange(28_800, 57_600)
        if (day, second) > self.present:
            raise SimulationEnded
        self.updated = (day, second)

    def _perform(self, rule: TransitionRule, actor: int, role: str) -> None:
        if rule.name == Transition.SUBMIT and self.submitted is None:
            self.submitted = self.updated
            self.edition = self.plan.edition_on(self.updated[0])
        is_opinion = rule.exit == StageExit.RECOMMEND
        if is_opinion:
            self.opinion = str(self.rng.choice(_OPINIONS))
        stage = stage_after(rule.stage, self.stage, self.edition.stages)
        self.events.append(
            Event(
                at=self.updated,
                actor=actor,
                role=role,
                transition=rule.name,
                from_state=self.state,
                to_state=rule.target,
                from_stage=self.stage.id if self.stage else None,
                to_stage=stage.id if stage else None,
                opinion=self.opinion if is_opinion else "",
                is_against=is_against(rule.name, self.opinion),
            )
        )
        self._record_people(rule, actor, claim_after(rule, role, stage))
        self.state, self.stage = rule.target, stage

    def _record_people(self, rule: TransitionRule, actor: int, claim: ClaimMove) -> None:
        if claim != ClaimMove.KEEP:
            self._give_to(actor if claim == ClaimMove.TAKE else 0)
        if rule.stage == StageMove.NEXT:
            self._handlers.add(actor)
        if rule.exit == StageExit.RECOMMEND:
            self.recommender = actor
        elif rule.exit == StageExit.DECIDE:
            self.decider, self.decided = actor, self.updated


@cache
def _choices(state: State, stage_exit: str) -> list[tuple[float, TransitionRule]]:
    """Return what people may do by the table, each with the upper bound of its share of 1."""
    rules = [
        rule
        for name in HABITS
        if (rule := find_rule(name, state)) and rule.exit in (None, stage_exit)
    ]
    total = sum(HABITS[rule.name].weight for rule in rules)
    bound, choices = 0.0, []
    for rule in rules:
        bound += HABITS[rule.name].weight / total
        choices.append((bound, rule))
    return choices


def _rule(name: Transition, state: State) -> TransitionRule:
    rule = find_rule(name, state)
    if rule is None:
        raise LookupError(f"the table has no {name} from {state}")
    return rule
