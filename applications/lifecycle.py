"""The one life-cycle: which transitions exist, from where to where, and who may perform them.

Pure Python. Stages are data of an edition; this table says how transitions move through them.
`docs/lifecycle.md` is generated from here.
"""

from dataclasses import dataclass
from enum import StrEnum

from programs.enums import OWES_REASON, StageExit, State, Transition, Turn


class Actor(StrEnum):
    """The party a transition belongs to."""

    APPLICANT = "applicant"
    STAGE_ROLE = "stage_role"


class StageMove(StrEnum):
    """What a transition does to the review stage."""

    KEEP = "keep"
    FIRST = "first"
    NEXT = "next"


@dataclass(frozen=True)
class TransitionRule:
    """One row of the table."""

    name: Transition
    sources: tuple[State, ...]
    target: State
    who: Actor
    stage: StageMove = StageMove.KEEP
    exit: StageExit | None = None

    @property
    def reason_required(self) -> bool:
        """Whether the actor must say why."""
        return self.name in OWES_REASON


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
)

MIN_REASON_LENGTH = 3
FINAL_STATES = frozenset({State.REJECTED, State.WITHDRAWN, State.COMPLETED})


def find_rule(name: str, state: str) -> TransitionRule | None:
    """The row for `name` from `state`, or None when the table has no such move."""
    for rule in TABLE:
        if rule.name == name and state in rule.sources:
            return rule
    return None


def targets_of(name: str) -> frozenset[State]:
    """Every state that `name` may lead to, empty for an unknown name."""
    return frozenset(rule.target for rule in TABLE if rule.name == name)


def state_pairs() -> tuple[tuple[State, State], ...]:
    """Every change of state the table allows; the database trigger is built from it."""
    return tuple(
        sorted({(source, rule.target) for rule in TABLE for source in rule.sources}),
    )


def whose_turn(state: str, *, partner_follows: bool, outside: Turn | None = None) -> Turn:
    """Whose turn it is; `partner_follows` when an outside party acts after approval.

    `outside` is whose turn the stage says, where a file under review waits outside the office.
    """
    if state in (State.DRAFT, State.REVISION_REQUESTED):
        return Turn.APPLICANT
    if state == State.IN_REVIEW and outside is not None:
        return outside
    if state in (State.SUBMITTED, State.IN_REVIEW):
        return Turn.OFFICE
    if state == State.APPROVED and partner_follows:
        return Turn.PARTNER
    return Turn.NOBODY
