"""A recommendation has a direction, and a decision against it a reason of its own."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from applications.models import Application
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput
from tests.factories.programs import RECOMMENDATION, cast_of, make_application

pytestmark = pytest.mark.django_db
REASON = "Keadaan usaha sudah dikunjungi."


def data_of(application: Application) -> dict[str, Any]:
    event = application.events.order_by("id").last()
    assert event is not None
    return dict(event.data)


@pytest.mark.parametrize("opinion", ["positive", "conditional", "negative"])
def test_the_direction_is_kept_in_the_history_and_on_the_application(opinion: str) -> None:
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    sent = {"opinion": opinion, "stage": "recommendation", "nik": "3578010101800001"}
    perform(cast.analyst, application.pk, "recommend", reason=REASON, data=sent)
    application.refresh_from_db()
    assert (application.opinion, data_of(application)) == (opinion, {"opinion": opinion})


@pytest.mark.sampled
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"opinion": ""},
        {"opinion": "good"},
        {"opinion": "POSITIVE"},
        {"opinion": None},
        {"opinion": True},
        {"opinion": ["positive"]},
        {"opinion": {}},
    ],
)
def test_without_a_direction_nothing_is_recommended(data: dict[str, Any]) -> None:
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    with pytest.raises(InvalidInput) as refusal:
        perform(cast.analyst, application.pk, "recommend", reason="oke", data=data)
    assert [(each.code, each.field) for each in refusal.value.errors] == [
        ("opinion_required", "data.opinion"),
        ("reason_says_nothing", "reason"),
    ]
    application.refresh_from_db()
    assert (application.opinion, application.recommended_by) == ("", None)
    assert application.stage is not None
    assert application.stage.code == "recommendation"


def test_the_opposite_direction_is_no_repeat() -> None:
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    sent = {"opinion": "negative", "stage": "recommendation"}
    for _press in range(2):
        perform(cast.analyst, application.pk, "recommend", reason=REASON, data=sent)
    with pytest.raises(Conflict):
        perform(
            cast.analyst,
            application.pk,
            "recommend",
            reason=REASON,
            data={**sent, "opinion": "positive"},
        )
    application.refresh_from_db()
    assert application.opinion == "negative"
    assert application.events.filter(transition="recommend").count() == 1


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("opinion", "decision", "is_against"),
    [
        ("positive", "approve", False),
        ("positive", "reject", True),
        ("conditional", "approve", False),
        ("conditional", "reject", False),
        ("negative", "approve", True),
        ("negative", "reject", False),
    ],
)
def test_a_decision_against_it_is_allowed_and_marked(
    opinion: str, decision: str, is_against: bool
) -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision", opinion=opinion)
    forged = {"against_recommendation": not is_against, "opinion": "positive"}
    perform(cast.decider, application.pk, decision, reason=REASON, data=forged)
    application.refresh_from_db()
    assert application.opinion == opinion
    assert data_of(application) == ({"against_recommendation": True} if is_against else {})


@pytest.mark.parametrize(("opinion", "decision"), [("positive", "reject"), ("negative", "approve")])
@pytest.mark.parametrize("reason", [RECOMMENDATION, f"  {RECOMMENDATION.upper()}!! "])
def test_a_decision_against_it_does_not_repeat_its_reason(
    opinion: str, decision: str, reason: str
) -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision", opinion=opinion)
    with pytest.raises(InvalidInput) as refusal:
        perform(cast.decider, application.pk, decision, reason=reason)
    assert [(each.code, each.field) for each in refusal.value.errors] == [
        ("reason_repeats_recommendation", "reason")
    ]
    application.refresh_from_db()
    assert (application.state, application.decided_by) == ("in_review", None)


@pytest.mark.parametrize(("opinion", "decision"), [("positive", "reject"), ("negative", "approve")])
def test_a_ready_reason_is_none_of_ones_own(opinion: str, decision: str) -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision", opinion=opinion)
    ready = application.edition.reason_texts.filter(transition=decision)[0]
    for text in (ready.text_id, ready.text_en):
        with pytest.raises(InvalidInput) as refusal:
            perform(cast.decider, application.pk, decision, reason=text)
        assert [error.code for error in refusal.value.errors] == ["reason_is_ready_made"]
    perform(cast.decider, application.pk, decision, reason=f"{ready.text_id} Saya sudah ke sana.")


@pytest.mark.parametrize(
    ("opinion", "decision"),
    [("positive", "approve"), ("conditional", "reject"), ("negative", "reject")],
)
def test_a_decision_in_line_may_repeat_its_reason(opinion: str, decision: str) -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision", opinion=opinion)
    decided = perform(cast.decider, application.pk, decision, reason=RECOMMENDATION)
    assert decided.decided_by == cast.decider


def test_a_recommendation_from_before_directions_contradicts_nothing() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision", opinion="negative")
    Application.objects.filter(pk=application.pk).update(opinion="")
    perform(cast.decider, application.pk, "approve", reason=RECOMMENDATION)
    assert data_of(application) == {}


@pytest.mark.parametrize("columns", [{"opinion": "good"}, {"recommended_by": None}])
def test_the_database_knows_no_other_direction_and_none_without_its_author(
    columns: dict[str, Any],
) -> None:
    application = make_application(stage="decision")
    with (
        pytest.raises(IntegrityError, match="application_opinion_recommended"),
        transaction.atomic(),
    ):
        Application.objects.filter(pk=application.pk).update(**columns)
