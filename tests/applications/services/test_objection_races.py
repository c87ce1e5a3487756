"""Two real connections on one objection or one correction: each happens once."""

from datetime import datetime

import pytest
import time_machine

from applications.models import Application, Objection
from applications.services.lapsing import attend_corrections, close_if_lapsed
from applications.services.objections import (
    answer_by_silence,
    answer_objection,
    file_objection,
    review_objection,
)
from applications.services.transitions import perform
from common.dates import clock
from common.dates.clock import JAKARTA
from programs.enums import State
from tests.factories.objections import (
    ANSWER,
    GROUNDS,
    REVIEW,
    objected,
    outsider,
    refused,
    reviewed,
)
from tests.factories.programs import cast_of, make_application
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def morning(day: int) -> datetime:
    return datetime(2026, 11, day, 6, 20, tzinfo=JAKARTA)


def test_two_clicks_file_one_objection() -> None:
    cast, application = refused(delivered_on=clock.today())
    results = run_together(
        *[
            lambda: file_objection(cast.owner, application.pk, grounds=GROUNDS).status
            for _click in range(3)
        ]
    )
    assert sorted(map(str, results)) == ["filed", "objection_exists", "objection_exists"]


def test_two_reviewers_write_one_review() -> None:
    _cast, objection = objected()
    people = [outsider(), outsider()]
    results = run_together(
        *[
            lambda who=person: (
                review_objection(who, objection.pk, review=REVIEW, proposes_upholding=True).status
            )
            for person in people
        ]
    )
    assert sorted(map(str, results)) == ["reviewed", "stale"]


def test_the_signer_answers_while_the_time_runs_out() -> None:
    cast, objection = reviewed()
    Objection.objects.filter(pk=objection.pk).update(due_on="2020-01-02")
    results = run_together(
        lambda: answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER).status,
        lambda: answer_by_silence(objection.pk),
    )
    assert sorted(map(str, results)) in (["False", "upheld"], ["True", "stale"])
    application = Application.objects.get(pk=objection.application_id)
    assert application.events.filter(transition="reopen").count() == 1
    assert application.state == State.IN_REVIEW


def test_the_owner_answers_at_the_moment_of_the_lapse() -> None:
    cast = cast_of()
    with time_machine.travel(morning(2), tick=True):
        application = make_application(cast, state=State.REVISION_REQUESTED)
    for day in (9, 13):
        with time_machine.travel(morning(day), tick=True):
            attend_corrections()
    with time_machine.travel(morning(17), tick=True):
        results = run_together(
            lambda: perform(cast.owner, application.pk, "submit", data={"declaration": True}).state,
            lambda: close_if_lapsed(application.pk),
            lambda: close_if_lapsed(application.pk),
        )
    final = Application.objects.get(pk=application.pk)
    if results[0] == "in_review":
        assert results[1:] == [False, False]
        assert (final.state, final.lapsed_at) == (State.IN_REVIEW, None)
    else:
        assert results[0] == "stale"
        assert sorted(map(str, results[1:])) == ["False", "True"]
    assert application.events.filter(transition="lapse").count() == sum(map(bool, results[1:]))
