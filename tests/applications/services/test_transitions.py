"""The choke point: every step to the decision, every refusal, and repeats."""

import pytest
import time_machine

from accounts.enums import ConsentPurpose, Role
from accounts.services.consent import record_consent, withdraw_consent
from applications.models import Application, ApplicationEvent
from applications.permissions import allowed_transitions
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from notifications.models import OutboxMessage
from programs.enums import State, Transition
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import CLOSING, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


def _fresh(application: Application) -> Application:
    return Application.objects.select_related("scheme", "edition", "stage").get(pk=application.pk)


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_every_step_from_submission_to_the_bank() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    moves = [
        (cast.owner, Transition.SUBMIT, "submitted", None, "2026-11-23"),
        (cast.verifier, Transition.START_REVIEW, "in_review", "completeness", "2026-11-23"),
        (cast.verifier, Transition.PASS_STAGE, "in_review", "verification", "2026-11-24"),
        (cast.verifier, Transition.PASS_STAGE, "in_review", "recommendation", "2026-11-23"),
        (cast.analyst, Transition.RECOMMEND, "in_review", "decision", "2026-11-23"),
        (cast.decider, Transition.APPROVE, "approved", "decision", "2026-12-04"),
    ]
    for actor, name, state, stage, due in moves:
        data = {"declaration": True, "opinion": "positive"}
        perform(actor, application.pk, name, reason="Lengkap dan wajar.", data=data)
        application = _fresh(application)
        assert (application.state, application.stage and application.stage.code) == (state, stage)
        assert (application.due_on.isoformat() if application.due_on else None) == due
    assert list(application.events.order_by("id").values_list("transition", "actor_role")) == [
        ("submit", "owner"),
        ("start_review", "verifier"),
        ("pass_stage", "verifier"),
        ("pass_stage", "verifier"),
        ("recommend", "analyst"),
        ("approve", "decider"),
    ]
    assert (application.recommended_by, application.opinion) == (cast.analyst, "positive")
    assert application.decided_by == cast.decider
    keys = OutboxMessage.objects.filter(recipient=cast.owner).order_by("created_at", "key")
    assert sorted(keys.values_list("key", flat=True)) == [
        "application.approved",
        "application.in_review",
        "application.submitted",
        # The bank is the owner's turn.
        "outside.begun",
    ]


def test_a_submission_lists_every_complaint_at_once() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT, answers={}, documents=False)
    with pytest.raises(InvalidInput) as refusal:
        perform(cast.owner, application.pk, "submit")
    fields = {error.field for error in refusal.value.errors}
    assert "data.declaration" in fields
    assert {"answers.requested_amount", "answers.purpose", "documents.ktp"} <= fields
    assert _fresh(application).state == State.DRAFT
    assert not ApplicationEvent.objects.filter(application=application).exists()


def test_a_blocking_violation_stops_a_submission() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT, answers={"requested_amount": 5_000_000})
    with pytest.raises(InvalidInput) as refusal:
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert [error.code for error in refusal.value.errors] == ["amount_too_small"]


@pytest.mark.parametrize("value", ["true", 1, None, [], False])
def test_only_true_is_a_declaration(value: object) -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    with pytest.raises(InvalidInput) as refusal:
        perform(cast.owner, application.pk, "submit", data={"declaration": value})
    assert [error.field for error in refusal.value.errors] == ["data.declaration"]


def test_a_repeat_by_the_same_actor_changes_nothing() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.SUBMITTED)
    before = application.events.count()
    again = perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert again.state == State.SUBMITTED
    assert application.events.count() == before


def test_who_names_the_stage_as_it_is_now_repeats_nothing() -> None:
    """After one's own pass, a press on a stage that cannot be passed is no double press."""
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    old = perform(cast.verifier, application.pk, "pass_stage", data={"stage": "verification"})
    assert old.stage is not None
    assert old.stage.code == "recommendation"
    with pytest.raises(NotPermitted):
        perform(cast.verifier, application.pk, "pass_stage", data={"stage": "recommendation"})


def test_the_same_transition_by_another_is_a_conflict_that_says_what_changed() -> None:
    cast = cast_of()
    other = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    application = make_application(cast, stage="completeness")
    with pytest.raises(Conflict) as refusal:
        perform(other, application.pk, "start_review")
    assert refusal.value.params == {
        "state": "in_review",
        "stage": "completeness",
        "last_transition": "start_review",
    }


def test_a_double_click_does_not_pass_two_stages() -> None:
    cast = cast_of()
    application = make_application(cast, stage="completeness")
    for _click in range(2):
        perform(cast.verifier, application.pk, "pass_stage", data={"stage": "completeness"})
    stage = _fresh(application).stage
    assert stage is not None
    assert stage.code == "verification"


def test_a_page_from_before_another_official_moved_the_file_is_stale() -> None:
    cast = cast_of()
    other = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    application = make_application(cast, stage="verification")
    with pytest.raises(Conflict):
        perform(other, application.pk, "pass_stage", data={"stage": "completeness"})


@pytest.mark.parametrize(
    ("stage", "who", "name"),
    [
        ("completeness", "analyst", "pass_stage"),
        ("completeness", "decider", "approve"),
        ("recommendation", "verifier", "recommend"),
        ("decision", "analyst", "approve"),
        ("decision", "verifier", "reject"),
    ],
)
def test_only_the_role_of_the_stage_acts(stage: str, who: str, name: str) -> None:
    cast = cast_of()
    application = make_application(cast, stage=stage)
    actor = getattr(cast, who)
    assert name not in allowed_transitions(actor, application)
    with pytest.raises((NotPermitted, Conflict)):
        perform(actor, application.pk, name, reason="Alasan yang cukup.")
    assert _fresh(application).state == State.IN_REVIEW


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["recommend", "approve", "reject", "request_revision"])
@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason_required"),
        ("  ", "reason_required"),
        (" ok ", "reason_required"),
        ("abc", "reason_says_nothing"),
        ("Memenuhi.", "reason_says_nothing"),
        ("ya        ok", "reason_says_nothing"),
        ("setuju Setuju SETUJU", "reason_says_nothing"),
        ("1234567890 2345", "reason_says_nothing"),
        ("KTP bernomor 3578 0145 0680 0001 bukan milik pemohon.", "nik_in_reason"),
    ],
)
def test_a_reason_says_something(name: str, reason: str, code: str) -> None:
    cast = cast_of()
    stage = "recommendation" if name == "recommend" else "decision"
    actor = cast.analyst if name == "recommend" else cast.decider
    application = make_application(cast, stage=stage)
    with pytest.raises(InvalidInput) as refusal:
        perform(actor, application.pk, name, reason=reason, data={"opinion": "positive"})
    assert [(e.code, e.field) for e in refusal.value.errors] == [(code, "reason")]
    assert _fresh(application).state == State.IN_REVIEW


def test_another_region_does_not_know_the_file() -> None:
    application = make_application(cast_of(), state=State.SUBMITTED)
    stranger = OfficialFactory(role=Role.VERIFIER, regency="35.09")
    with pytest.raises(NotFound):
        perform(stranger, application.pk, "start_review")


def test_a_draft_is_unknown_to_the_office() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    with pytest.raises(NotFound):
        perform(cast.verifier, application.pk, "start_review")


def _both_roles(cast: Cast) -> None:
    OfficialFactory(user=cast.analyst, role=Role.DECIDER, regency="35.78")
    cast.analyst.__dict__.pop("_postings_in_force", None)


def test_the_recommender_does_not_decide_even_with_both_roles() -> None:
    cast = cast_of()
    _both_roles(cast)
    application = make_application(cast, stage="decision")
    with pytest.raises(NotPermitted) as refusal:
        perform(cast.analyst, application.pk, "approve", reason="Setuju saja.")
    assert refusal.value.code == "four_eyes"


def test_a_correction_pauses_the_clock_and_returns_to_the_same_stage() -> None:
    cast = cast_of()
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        application = make_application(cast, stage="verification")
        perform(
            cast.verifier,
            application.pk,
            "request_revision",
            reason="Foto KTP tidak terbaca.",
            data={"fields": ["documents.ktp"], "nik": "3578010101800001"},
        )
        returned = _fresh(application)
        assert returned.state == State.REVISION_REQUESTED
        assert str(returned.due_on) == "2026-12-04"
        stored = returned.events.latest("id").data
        assert stored == {"fields": ["documents.ktp"], "answers": returned.answers}
    with time_machine.travel("2026-11-25 10:00+07:00", tick=False):
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
        back = _fresh(application)
        assert (back.state, back.stage and back.stage.code) == ("in_review", "verification")
        assert str(back.due_on) == "2026-11-27"
        assert back.claimed_by == cast.verifier


def test_a_withdrawn_file_allows_a_new_one() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.SUBMITTED)
    perform(cast.owner, application.pk, "withdraw")
    assert _fresh(application).state == State.WITHDRAWN
    assert make_application(cast, state=State.DRAFT).pk != application.pk


def test_rules_are_checked_again_at_the_decision() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    cast.enterprise.annual_sales = 4_800_000_001
    cast.enterprise.save(update_fields=["annual_sales"])
    with pytest.raises(Conflict) as refusal:
        perform(cast.decider, application.pk, "approve", reason="Memenuhi syarat.")
    assert refusal.value.code == "not_eligible"
    perform(cast.decider, application.pk, "reject", reason="Penjualan melampaui batas.")
    assert _fresh(application).state == State.REJECTED


@pytest.mark.parametrize("name", ["", "publish", "SUBMIT", "state", "\x00"])
def test_an_unknown_transition_is_bad_input(name: str) -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    with pytest.raises(InvalidInput):
        perform(cast.owner, application.pk, name)


def test_the_official_completes_what_the_bank_has_answered() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.APPROVED)
    perform(cast.decider, application.pk, "complete", **CLOSING)
    assert _fresh(application).state == State.COMPLETED


def test_nothing_is_sent_for_a_person_who_withdrew_consent() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    record_consent(cast.owner, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    withdraw_consent(cast.owner, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    with pytest.raises(NotPermitted) as refusal:
        perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert refusal.value.code == "consent_withdrawn"
    record_consent(cast.owner, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    sent = perform(cast.owner, application.pk, "submit", data={"declaration": True})
    assert sent.state == State.SUBMITTED
