"""Due dates in working days, computed from the history and never incremented.

The service level of a stage starts on the working day after a complete application arrived there
and pauses while the office waits for the applicant's correction.
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
    """One entry of the history for the clock; `on` is the day in Jakarta."""

    on: date
    transition: str
    from_state: str
    from_stage_id: int | None
    to_stage_id: int | None


class TimedStage(Protocol):
    """The attributes of a stage that the clock uses."""

    @property
    def id(self) -> int:
        """The primary key by which the history refers to the stage."""

    @property
    def working_days(self) -> int | None:
        """The service level; None for a stage without a clock."""


class ClockTerms(Protocol):
    """The clock's inputs from the edition, the law and the calendar, each read on demand."""

    @property
    def closes_on(self) -> date | None:
        """The last day of the call; None for an edition without one."""

    def first_stage(self) -> TimedStage:
        """Return the stage in which a submitted application waits."""

    def answer_days(self, requested: date) -> int:
        """Return the working days an applicant has to answer a request made on that day."""

    def reopened_days(self, reopened: date) -> int:
        """Return the working days the office has to decide a file reopened on that day."""

    def closed_from(self, day: date) -> Closed:
        """Return the closed days from `day` up to the latest possible due date."""


def due_on(
    state: str, stage: TimedStage | None, history: Sequence[Move], terms: ClockTerms
) -> date | None:
    """Return the due date of the stage at the office, or of the applicant's correction.

    None while neither has to act (draft, decided, withdrawn).
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
    entered, pauses, is_reopened = _arrival_and_pauses(history)
    if is_reopened:
        days = terms.reopened_days(entered)
        return stage_due(entered, days, pauses, terms.closed_from(entered))
    if terms.closes_on is not None and stage.id == terms.first_stage().id:
        # The applications of a call are reviewed together, after it has closed.
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


def _arrival_and_pauses(history: Sequence[Move]) -> tuple[date, list[Pause], bool]:
    """Return the day it arrived at the stage, the pauses since, and whether an objection led there.

    Starting the review does not restart the clock: the first stage counts from the submission.
    """
    arrived = max(
        index
        for index, move in enumerate(history)
        if (move.transition == Transition.SUBMIT and move.from_state == State.DRAFT)
        or move.transition == Transition.REOPEN
        or (move.from_stage_id is not None and move.from_stage_id != move.to_stage_id)
    )
    pauses = pauses_in(history[arrived + 1 :])
    return history[arrived].on, pauses, history[arrived].transition == Transition.REOPEN


def pauses_in(history: Sequence[Move]) -> list[Pause]:
    """Return the times in which the office waited for the applicant's correction, in order."""
    pauses: list[Pause] = []
    since: date | None = None
    for move in history:
        if move.transition == Transition.REQUEST_REVISION:
            since = move.on
        elif move.transition == Transition.SUBMIT and since is not None:
            pauses.append(Pause(since, move.on))
            since = None
    if since is not None:
        pauses.append(Pause(since, None))
    return pauses
