"""Due dates in working days, computed from the history and never counted up.

The service level of a stage starts the working day after a complete file arrived there and pauses
while the office waits for the applicant's correction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from common.dates.working_days import add_working_days, count_working_days
from programs.enums import State, Transition

Closed = Mapping[date, str]


@dataclass(frozen=True)
class Pause:
    """The office waited for the applicant from `since` until `until` (None: still waiting)."""

    since: date
    until: date | None


class Move(NamedTuple):
    """One entry of the history as the clock reads it; `on` is the day in Jakarta."""

    on: date
    transition: str
    from_state: str
    from_stage_id: int | None
    to_stage_id: int | None


class TimedStage(Protocol):
    """What the clock reads of a stage."""

    @property
    def id(self) -> int:
        """The key by which the history names the stage."""

    @property
    def working_days(self) -> int | None:
        """The service level; None for a stage without a clock."""


class ClockTerms(Protocol):
    """What the clock reads of the edition, the law and the calendar, each when it needs it."""

    @property
    def closes_on(self) -> date | None:
        """The last day of the call; None for an edition without one."""

    def first_stage(self) -> TimedStage:
        """Return the stage in which a submitted file waits."""

    def answer_days(self, requested: date) -> int:
        """Return the working days an applicant has to answer a request made on that day."""

    def closed_from(self, day: date) -> Closed:
        """Return the closed days from `day` on, as far as a due date can lie."""


def due_on(
    state: str, stage: TimedStage | None, history: Sequence[Move], terms: ClockTerms
) -> date | None:
    """Return the day the stage is due at the office, or the correction from the applicant.

    None while nobody here owes anything (draft, decided, withdrawn).
    """
    if state == State.REVISION_REQUESTED:
        requested = history[-1].on
        days = terms.answer_days(requested)
        return add_working_days(requested, days, terms.closed_from(requested))
    if state == State.SUBMITTED:
        stage = terms.first_stage()
    elif state != State.IN_REVIEW:
        return None
    if stage is None or stage.working_days is None:
        return None
    entered, pauses = _arrival_and_pauses(history)
    if terms.closes_on is not None and stage.id == terms.first_stage().id:
        # The files of a call are reviewed together, after it has closed.
        entered = max(entered, terms.closes_on)
    return stage_due(entered, stage.working_days, pauses, terms.closed_from(entered))


def stage_due(
    entered: date, working_days: int, pauses: Sequence[Pause], closed: Closed
) -> date | None:
    """Return the day the stage is due, or None while a pause runs.

    A pause that began after the due date does not move it: the stage was already late.
    """
    due = add_working_days(entered, working_days, closed)
    allowance = working_days
    for pause in pauses:
        if pause.until is None:
            return None
        if pause.since <= due:
            allowance += count_working_days(pause.since, pause.until, closed)
            due = add_working_days(entered, allowance, closed)
    return due


def days_left(due: date, today: date, closed: Closed) -> int:
    """Return the working days left until `due`: 0 on the day itself, negative when late."""
    return count_working_days(today, due, closed)


def _arrival_and_pauses(history: Sequence[Move]) -> tuple[date, list[Pause]]:
    """Return the day the file arrived at the stage, and the pauses since.

    Starting the review is no new arrival: the first stage counts from the submission.
    """
    arrived = max(
        index
        for index, move in enumerate(history)
        if (move.transition == Transition.SUBMIT and move.from_state == State.DRAFT)
        or (move.from_stage_id is not None and move.from_stage_id != move.to_stage_id)
    )
    pauses: list[Pause] = []
    since: date | None = None
    for move in history[arrived + 1 :]:
        if move.transition == Transition.REQUEST_REVISION:
            since = move.on
        elif move.transition == Transition.SUBMIT and since is not None:
            pauses.append(Pause(since, move.on))
            since = None
    if since is not None:
        pauses.append(Pause(since, None))
    return history[arrived].on, pauses
