"""The application life-cycle: its transitions, their source and target states, their actors.

Pure Python. Stages are data of an edition; this table defines how transitions move through them.
`docs/lifecycle.md` is generated from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from programs.enums import REASON_REQUIRED, StageExit, State, Transition, Turn


class Actor(StrEnum):
    """The party a transition belongs to."""

    APPLICANT = "applicant"
    STAGE_ROLE = "stage_role"
    SYSTEM = "system"


class StageMove(StrEnum):
    """What a transition does to the review stage."""

    KEEP = "keep"
    FIRST = "first"
    NEXT = "next"
    LAST = "last"


class ClaimMove(StrEnum):
    """What a transition does to the claim an official has on the application."""

    TAKE = "take"
    KEEP = "keep"
    RELEASE = "release"


class ReviewStage(Protocol):
    """The attributes of a stage that transitions use."""

    @property
    def position(self) -> int:
        """The position of the stage within its edition."""

    @property
    def role(self) -> str:
        """The role that acts in the stage."""

    @property
    def second_person(self) -> bool:
        """Whether a person who acted earlier is barred from acting here."""


_Stage = TypeVar("_Stage", bound=ReviewStage)


@dataclass(frozen=True)
class TransitionRule:
    """One row of the table."""

    name: Transition
    sources: tuple[State, ...]
    target: State
    actor: Actor
    stage: StageMove = StageMove.KEEP
    exit: StageExit | None = None

    @property
    def reason_required(self) -> bool:
        """Whether the actor must say why."""
        return self.name in REASON_REQUIRED


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.REVISION_REQUESTED)
QUEUE_STATES = (State.SUBMITTED, State.IN_REVIEW)
EDITABLE_STATES = (State.DRAFT, State.REVISION_REQUESTED)

_REVIEW = (State.IN_REVIEW,)

TABLE: tuple[TransitionRule, ...] = (
    TransitionRule(Transition.SUBMIT, (State.DRAFT,), State.SUBMITTED, Actor.APPLICANT),
    TransitionRule(
        Transition.SUBMIT, (State.REVISION_REQUESTED,), State.IN_REVIEW, Actor.APPLICANT
    ),
    TransitionRule(Transition.WITHDRAW, OPEN_STATES, State.WITHDRAWN, Actor.APPLICANT),
    TransitionRule(
        Transition.START_REVIEW,
        (State.SUBMITTED,),
        State.IN_REVIEW,
        Actor.STAGE_ROLE,
        stage=StageMove.FIRST,
    ),
    TransitionRule(
        Transition.PASS_STAGE,
        _REVIEW,
        State.IN_REVIEW,
        Actor.STAGE_ROLE,
        stage=StageMove.NEXT,
        exit=StageExit.PASS,
    ),
    TransitionRule(
        Transition.RECOMMEND,
        _REVIEW,
        State.IN_REVIEW,
        Actor.STAGE_ROLE,
        stage=StageMove.NEXT,
        exit=StageExit.RECOMMEND,
    ),
    TransitionRule(
        Transition.REQUEST_REVISION,
        _REVIEW,
        State.REVISION_REQUESTED,
        Actor.STAGE_ROLE,
    ),
    TransitionRule(
        Transition.APPROVE,
        _REVIEW,
        State.APPROVED,
        Actor.STAGE_ROLE,
        exit=StageExit.DECIDE,
    ),
    TransitionRule(
        Transition.REJECT,
        _REVIEW,
        State.REJECTED,
        Actor.STAGE_ROLE,
        exit=StageExit.DECIDE,
    ),
    TransitionRule(Transition.COMPLETE, (State.APPROVED,), State.COMPLETED, Actor.STAGE_ROLE),
    TransitionRule(
        Transition.REOPEN,
        (State.REJECTED,),
        State.IN_REVIEW,
        Actor.SYSTEM,
        stage=StageMove.LAST,
    ),
    TransitionRule(Transition.LAPSE, (State.REVISION_REQUESTED,), State.WITHDRAWN, Actor.SYSTEM),
)

# Nobody has to act in them; an objection may still reopen a refusal.
FINAL_STATES = frozenset({State.REJECTED, State.WITHDRAWN, State.COMPLETED})


def find_rule(name: str, state: str) -> TransitionRule | None:
    """Return the row for `name` from `state`, or None when the table has no such transition."""
    for rule in TABLE:
        if rule.name == name and state in rule.sources:
            return rule
    return None


def targets_of(name: str) -> frozenset[State]:
    """Return every state that `name` may lead to; empty for an unknown name."""
    return frozenset(rule.target for rule in TABLE if rule.name == name)


def stage_after(move: StageMove, current: _Stage | None, stages: Sequence[_Stage]) -> _Stage | None:
    """Return the stage after `move`; `stages` lead to the decision, in order.

    None when `move` asks for the next stage and `current` is the last.
    """
    if move == StageMove.FIRST:
        return stages[0]
    if move == StageMove.LAST:
        return stages[-1]
    if move == StageMove.NEXT:
        position = (current or stages[0]).position
        return next((stage for stage in stages if stage.position > position), None)
    return current


def claim_after(rule: TransitionRule, role: str, stage: ReviewStage | None) -> ClaimMove:
    """Return what `rule`, performed in `role`, does to the claim; `stage` is the target stage.

    The official keeps the claim when the target stage has the same role and needs no second person.
    A corrected application returns to the official who requested the correction; any other
    transition releases the claim.
    """
    if (
        rule.target == State.IN_REVIEW
        and rule.actor == Actor.STAGE_ROLE
        and stage is not None
        and stage.role == role
        and not stage.second_person
    ):
        return ClaimMove.TAKE
    if rule.name in (Transition.REQUEST_REVISION, Transition.SUBMIT):
        return ClaimMove.KEEP
    return ClaimMove.RELEASE


def state_pairs() -> tuple[tuple[State, State], ...]:
    """Return every change of state that the table allows; the database trigger is built from it."""
    return tuple(
        sorted({(source, rule.target) for rule in TABLE for source in rule.sources}),
    )


def whose_turn(state: str, *, partner_follows: bool, outside: Turn | None = None) -> Turn:
    """Return whose turn it is; `partner_follows` when an outside party acts after approval.

    `outside` is the turn that a stage outside the office names: the one in which a review waits, or
    the first that follows the decision.
    """
    if state in (State.DRAFT, State.REVISION_REQUESTED):
        return Turn.APPLICANT
    if state == State.IN_REVIEW and outside is not None:
        return outside
    if state in (State.SUBMITTED, State.IN_REVIEW):
        return Turn.OFFICE
    if state == State.APPROVED:
        return outside or (Turn.PARTNER if partner_follows else Turn.NOBODY)
    return Turn.NOBODY
