"""Transitions through the API: who may, what is required, and what a repeat does."""

from typing import Any

import pytest

from accounts.enums import Role
from applications.models import Application
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import CLOSING, REASON, cast_of, make_application

pytestmark = pytest.mark.django_db


def one(application: Application) -> str:
    return f"{V1}/applications/{application.pk}/"


def move(user: Any, application: Application, name: str, **body: Any) -> Any:
    return client_for(user).post(f"{one(application)}transitions/", {"name": name, **body})


def test_a_second_press_changes_nothing() -> None:
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    for _press in range(2):
        answer = move(
            cast.analyst, application, "recommend", reason=REASON, data={"opinion": "positive"}
        )
        assert (answer.status_code, answer.json()["stage"]) == (200, "decision")
    assert application.events.filter(transition="recommend").count() == 1


def test_people_without_the_role_are_refused() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    for user in (cast.owner, cast.verifier, cast.analyst):
        answer = move(user, application, "approve", reason=REASON)
        assert answer.status_code == 403, answer.json()
    assert move(UserFactory(), application, "approve", reason=REASON).status_code == 404
    assert move(None, application, "approve", reason=REASON).status_code == 401


def test_the_recommender_never_decides_even_with_both_roles() -> None:
    cast = cast_of()
    OfficialFactory(user=cast.analyst, role=Role.DECIDER)
    application = make_application(cast, stage="decision")
    answer = move(cast.analyst, application, "approve", reason=REASON)
    assert (answer.status_code, faults(answer)) == (403, [("four_eyes", None)])


def test_the_owner_never_decides_even_as_an_official() -> None:
    cast = cast_of()
    OfficialFactory(user=cast.owner, role=Role.DECIDER)
    application = make_application(cast, stage="decision")
    answer = move(cast.owner, application, "approve", reason=REASON)
    assert (answer.status_code, faults(answer)) == (403, [("own_file", None)])


def test_a_reason_is_required() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    for reason in ("", "ab", "   "):
        answer = move(cast.decider, application, "reject", reason=reason)
        assert (answer.status_code, faults(answer)) == (400, [("reason_required", "reason")])
    for reason in ("abc", "Kurang ya", "belum belum belum"):
        answer = move(cast.decider, application, "reject", reason=reason)
        assert (answer.status_code, faults(answer)) == (400, [("reason_says_nothing", "reason")])
    assert move(cast.decider, application, "reject", reason="Kurang lah").status_code == 200


def test_a_file_that_moved_on_is_a_conflict() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    answer = move(cast.verifier, application, "pass_stage", data={"stage": "completeness"})
    assert answer.status_code == 200  # the verifier's own earlier transition: a repeat
    other = OfficialFactory(role=Role.VERIFIER)
    late = move(other, application, "pass_stage", data={"stage": "completeness"})
    assert (late.status_code, faults(late)) == (409, [("stale", None)])
    wrong = move(cast.verifier, application, "approve", reason=REASON)
    assert (wrong.status_code, faults(wrong)) == (409, [("wrong_stage", None)])
    back = move(cast.owner, application, "submit", data={"declaration": True})
    assert back.status_code == 409


def test_the_declaration_must_be_made() -> None:
    cast = cast_of()
    draft = make_application(cast)
    for data in ({}, {"declaration": False}):
        answer = move(cast.owner, draft, "submit", data=data)
        assert answer.status_code == 400
        assert faults(answer) == [("declaration_missing", "data.declaration")]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "explode"}, "name"),
        ({"name": 7}, "name"),
        ({"name": "submit", "reason": 5}, "reason"),
        ({"name": "submit", "reason": None}, "reason"),
        ({"name": "submit", "reason": "x" * 5000}, "reason"),
        ({"name": "submit", "data": []}, "data"),
        ({"name": "submit", "data": {"declaration": "true"}}, "data.declaration"),
        ({"name": "submit", "data": {"fields": "ktp"}}, "data.fields"),
        ({"name": "submit", "data": {"fields": [1]}}, "data.fields.0"),
        ({"name": "submit", "data": {"stage": 1}}, "data.stage"),
        ({"name": "submit", "data": {"opinion": "good"}}, "data.opinion"),
        ({"name": "submit", "data": {"opinion": None}}, "data.opinion"),
        ({"name": "submit", "data": {"opinion": ["positive"]}}, "data.opinion"),
    ],
)
def test_bad_bodies(body: dict[str, Any], field: str) -> None:
    cast = cast_of()
    draft = make_application(cast)
    answer = client_for(cast.owner).post(f"{one(draft)}transitions/", body)
    assert answer.status_code == 400
    assert [name for _code, name in faults(answer)] == [field]


def test_withdrawing_frees_the_way_for_another() -> None:
    cast = cast_of()
    draft = make_application(cast)
    answer = move(cast.owner, draft, "withdraw", reason="Tidak jadi.")
    assert (answer.json()["state"], answer.json()["allowed_transitions"]) == ("withdrawn", [])
    assert answer.json()["outcome"] is None
    assert make_application(cast).state == "draft"


def test_open_stages_outside_the_office_want_a_confirmation() -> None:
    cast = cast_of()
    application = make_application(cast, state="approved")
    data = {"open_stages_confirmed": False}
    refused = move(cast.decider, application, "complete", reason=REASON, data=data)
    assert (refused.status_code, faults(refused)) == (
        400,
        [("open_stages_unconfirmed", "data.open_stages_confirmed")],
    )
    assert "Membawa berkas ke bank; Keputusan bank" in refused.json()["errors"][0]["message"]
    closed = move(cast.decider, application, "complete", **CLOSING)
    assert (closed.status_code, closed.json()["state"]) == (200, "completed")


def test_a_program_completes_without_the_confirmation_and_history_names_the_stages() -> None:
    cast = cast_of()
    application = make_application(cast, state="approved")
    answer = move(cast.decider, application, "complete")
    assert (answer.status_code, answer.json()["state"]) == (200, "completed")
    assert application.events.get(transition="complete").data["open_stages"]
