"""Until when the office decides before its silence approves (UU 30/2014, art. 53). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from applications.policies.clock import Closed, Move, Pause, pauses_in, stage_due
from common.dates.working_days import count_working_days
from programs.enums import State, Transition

# Working days left on which the office's lead is warned. Office standard, not law.
WARNED_LEFT: Final = (2, 1)


@dataclass(frozen=True)
class SilenceTerms:
    """What silence is measured by; `days` for a file as sent, `reopened_days` after an objection.

    Both are working days. `closes_on` is the last day of a call, with which its files begin.
    """

    days: int
    reopened_days: int
    closes_on: date | None
    closed: Closed


def began(history: Sequence[Move]) -> Move:
    """Return what the time to decide runs from: the submission, or an upheld objection."""
    return history[_start(history)]


def last_day(history: Sequence[Move], terms: SilenceTerms) -> date | None:
    """Return the last day to decide in time; None while the office waits for a correction.

    All stages together have this time, however it is divided among them. A correction that was
    asked for when it was over already begins it again from its answer: nobody has read the answer
    yet.
    """
    start = _start(history)
    entered, pauses = history[start].on, pauses_in(history[start + 1 :])
    days = terms.days
    if history[start].transition == Transition.REOPEN:
        days = terms.reopened_days
    elif terms.closes_on is not None:
        entered = max(entered, terms.closes_on)
    counted: list[Pause] = []
    for pause in pauses:
        due = stage_due(entered, days, counted, terms.closed)
        if due is not None and pause.until is not None and pause.since > due:
            entered, counted = pause.until, []
        else:
            counted.append(pause)
    return stage_due(entered, days, counted, terms.closed)


def warning_due(last: date, today: date, closed: Closed) -> int:
    """Return the number of days left of which the lead is warned today; 0 for none."""
    left = count_working_days(today, last, closed)
    return left if left in WARNED_LEFT else 0


def _start(history: Sequence[Move]) -> int:
    return max(
        index
        for index, move in enumerate(history)
        if (move.transition == Transition.SUBMIT and move.from_state == State.DRAFT)
        or move.transition == Transition.REOPEN
    )
