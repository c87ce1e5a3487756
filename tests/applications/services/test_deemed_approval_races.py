"""Silence and an official's own decision at one moment: exactly one of them counts."""

from datetime import datetime

import pytest
import time_machine

from applications.services.deemed_approval import approve_if_silent
from applications.services.transitions import perform
from common.dates.clock import JAKARTA
from letters.models import Letter
from programs.enums import State
from tests.factories.permits import file_to_decide
from tests.simultaneous import run_together

pytestmark = pytest.mark.usefixtures("transactional_db")
MONDAY = datetime(2026, 11, 2, 9, tzinfo=JAKARTA)
LATE = datetime(2026, 11, 10, 0, 10, tzinfo=JAKARTA)
REASON = "Mereknya bukan milik pemohon sendiri."


def test_exactly_one_decision_counts() -> None:
    with time_machine.travel(MONDAY, tick=False):
        file = file_to_decide("merek-umk")
    key = file.application.pk
    with time_machine.travel(LATE, tick=False):
        results = run_together(
            lambda: approve_if_silent(key),
            lambda: perform(file.official, key, "reject", reason=REASON).state,
            lambda: approve_if_silent(key),
        )
    application = file.reread()
    decisions = application.events.filter(transition__in=("approve", "reject"))
    assert decisions.count() == 1
    if application.state == State.APPROVED:
        assert sorted(map(str, results)) == ["False", "True", "stale"]
        assert Letter.objects.filter(is_statement=True).count() == 1
    else:
        assert results == [False, State.REJECTED, False]
        assert not Letter.objects.exists()
