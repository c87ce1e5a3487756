"""Two real connections on one file: one wins, the other is refused, nothing happens twice."""

import threading

import pytest
from django.db import transaction

from accounts.enums import Role
from applications.models import Application
from applications.services.drafts import create_draft
from applications.services.locking import lock
from applications.services.transitions import perform
from programs.enums import State
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import ANSWERS, cast_of, make_application
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_verifiers_claim_one_file() -> None:
    cast = cast_of()
    other = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    application = make_application(cast, state=State.SUBMITTED)
    results = run_together(
        lambda: perform(cast.verifier, application.pk, "start_review").state,
        lambda: perform(other, application.pk, "start_review").state,
    )
    assert sorted(map(str, results)) == ["in_review", "stale"]
    assert application.events.filter(transition="start_review").count() == 1


def test_the_owner_withdraws_while_the_official_decides() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    results = run_together(
        lambda: perform(cast.owner, application.pk, "withdraw").state,
        lambda: (
            perform(cast.decider, application.pk, "approve", reason="Memenuhi ketentuan.").state
        ),
    )
    assert sorted(map(str, results)) in (["approved", "stale"], ["stale", "withdrawn"])
    final = Application.objects.get(pk=application.pk)
    assert application.events.filter(to_state=final.state).count() >= 1
    assert application.events.filter(transition__in=("withdraw", "approve")).count() == 1


@pytest.mark.parametrize("name", ["approve", "reject"])
def test_no_decision_while_a_colleague_passes_the_stage(name: str) -> None:
    """The decider waits for the lock while the verifier passes the file to the next stage."""
    cast = cast_of()
    application = make_application(cast, stage="verification")
    works = [
        lambda: perform(cast.decider, application.pk, name, reason="Memenuhi ketentuan.").state
        for _try in range(4)
    ]
    results = run_together(
        lambda: perform(cast.verifier, application.pk, "pass_stage").state, *works
    )
    assert results[0] == "in_review"
    assert set(results[1:]) <= {"not_your_stage", "wrong_stage", "stale"}
    stage = Application.objects.select_related("stage").get(pk=application.pk).stage
    assert stage is not None
    assert stage.code == "recommendation"


def test_a_lock_that_waited_sees_the_stage_as_it_is_now() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    is_locked, may_continue = threading.Event(), threading.Event()

    def hold_then_pass() -> object:
        with transaction.atomic():
            lock(application.pk)
            is_locked.set()
            may_continue.wait(timeout=60)
            return perform(cast.verifier, application.pk, "pass_stage").state

    def wait_for_it() -> object:
        is_locked.wait(timeout=60)
        threading.Timer(0.2, may_continue.set).start()
        with transaction.atomic():
            stage = lock(application.pk).stage
            return stage.code if stage else None

    assert run_together(hold_then_pass, wait_for_it) == ["in_review", "recommendation"]


def test_two_tabs_open_one_draft() -> None:
    cast = cast_of()
    results = run_together(
        *[
            lambda: (
                create_draft(
                    cast.owner,
                    scheme="kur-mikro",
                    enterprise_id=cast.enterprise.pk,
                    answers=ANSWERS,
                ).state
            )
            for _tab in range(3)
        ]
    )
    assert sorted(map(str, results)) == ["already_open", "already_open", "draft"]


def test_two_clicks_submit_once() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    results = run_together(
        *[
            lambda: perform(cast.owner, application.pk, "submit", data={"declaration": True}).state
            for _click in range(3)
        ]
    )
    assert results == ["submitted", "submitted", "submitted"]
    assert application.events.filter(transition="submit").count() == 1
