"""Until when silence does not approve yet."""

from datetime import date

from applications.policies.clock import Move
from applications.policies.deemed_approval import SilenceTerms, last_day
from programs.enums import State, Transition

_TERMS = SilenceTerms(days=5, reopened_days=10, closes_on=None, closed={})
_SENT = Move(date(2026, 11, 2), Transition.SUBMIT, State.DRAFT, None, None)


def _asked(day: int) -> Move:
    return Move(date(2026, 11, day), Transition.REQUEST_REVISION, State.IN_REVIEW, 1, None)


def _answered(day: int) -> Move:
    return Move(date(2026, 11, day), Transition.SUBMIT, State.REVISION_REQUESTED, None, 1)


def test_a_correction_asked_for_in_time_moves_the_last_day_by_its_days() -> None:
    assert last_day([_SENT], _TERMS) == date(2026, 11, 9)
    assert last_day([_SENT, _asked(5)], _TERMS) is None
    assert last_day([_SENT, _asked(5), _answered(10)], _TERMS) == date(2026, 11, 12)


def test_a_correction_asked_for_too_late_gives_the_office_its_time_again() -> None:
    late = [_SENT, _asked(11), _answered(16)]
    assert last_day(late, _TERMS) == date(2026, 11, 23)
    assert last_day([*late, _asked(18), _answered(19)], _TERMS) == date(2026, 11, 24)
    assert last_day([*late, _asked(25), _answered(30)], _TERMS) == date(2026, 12, 7)
