"""Applications through the API: who sees and does what, and what is refused how."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import IdempotencyKey
from applications.models import Application
from enterprises.models import Member
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.programs import ANSWERS, REASON, cast_of, make_application

pytestmark = pytest.mark.django_db
LIST = f"{V1}/applications/"
FIELDS = {
    "number",
    "scheme",
    "edition",
    "state",
    "stage",
    "whose_turn",
    "due_on",
    "working_days_left",
    "answers",
    "history",
    "documents",
    "violations",
    "allowed_transitions",
    "outcome",
}


def one(application: Application) -> str:
    return f"{LIST}{application.pk}/"


def move(user: Any, application: Application, name: str, **body: Any) -> Any:
    return client_for(user).post(f"{one(application)}transitions/", {"name": name, **body})


def queries(user: Any, path: str) -> int:
    client = client_for(user)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


class TestCreate:
    def test_a_draft_under_the_edition_of_today(self) -> None:
        cast = cast_of()
        with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
            answer = client_for(cast.owner).post(
                LIST,
                {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk, "answers": ANSWERS},
            )
        assert answer.status_code == 201
        body = answer.json()
        assert set(body) >= FIELDS
        assert (body["state"], body["edition"], body["scheme"]) == ("draft", "2026", "kur-mikro")
        assert body["number"].startswith("KURM-26-")
        assert body["answers"] == dict(ANSWERS)
        assert (body["due_on"], body["working_days_left"]) == (None, None)
        rows = {row["requirement"]: row for row in body["documents"]}
        required = ["ktp", "kk", "nib_or_sku", "business_photo", "sales_note"]
        assert [code for code, row in rows.items() if row["required"]] == required
        assert set(rows) - set(required) == {
            "group_letter",
            "offtaker_agreement",
            "npwp",
            "spouse_ktp",
            "marriage_book",
        }
        assert rows["npwp"]["required"] is False
        assert rows["ktp"] == {
            "requirement": "ktp",
            "label": "KTP",
            "required": True,
            "status": "missing",
            "id": None,
            "filename": None,
            "url": None,
            "files": [],
            "answered_by": None,
        }

    def test_an_answer_the_enterprise_gives_overrides_nothing(self) -> None:
        cast = cast_of()
        answers = {**ANSWERS, "annual_sales": 1, "regency": "35.01"}
        answer = client_for(cast.owner).post(
            LIST, {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk, "answers": answers}
        )
        assert answer.status_code == 201
        assert answer.json()["answers"] == dict(ANSWERS)

    def test_a_helper_who_acts_for_the_enterprise_may(self) -> None:
        cast = cast_of()
        helper = HelperFactory()
        Member.objects.create(
            enterprise=cast.enterprise, user=helper, role="helper", since=cast.owner.date_joined
        )
        answer = client_for(helper).post(
            LIST, {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk}
        )
        assert answer.status_code == 201
        assert answer.json()["seen_as"] == "applicant"

    def test_strangers_officials_and_the_unknown(self) -> None:
        cast = cast_of()
        body = {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk}
        assert client_for().post(LIST, body).status_code == 401
        assert client_for(UserFactory()).post(LIST, body).status_code == 404
        refused = client_for(cast.verifier).post(LIST, body)
        assert (refused.status_code, faults(refused)) == (403, [("applicants_only", None)])

    def test_a_second_open_one_is_a_conflict(self) -> None:
        cast = cast_of()
        first = make_application(cast)
        answer = client_for(cast.owner).post(
            LIST, {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk}
        )
        assert (answer.status_code, faults(answer)) == (409, [("already_open", None)])
        assert first.number in answer.json()["errors"][0]["message"]

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"scheme": "kur-raksasa"}, "scheme"),
            ({"scheme": None}, "scheme"),
            ({"enterprise": "1"}, "enterprise"),
            ({"enterprise": True}, "enterprise"),
            ({"enterprise": 1.0}, "enterprise"),
            ({"enterprise": 0}, "enterprise"),
            ({"enterprise": 10**30}, "enterprise"),
            ({"answers": []}, "answers"),
            ({"answers": None}, "answers"),
            ({"answers": {"tenor_months": "24"}}, "answers.tenor_months"),
            ({"answers": {"tenor_months": True}}, "answers.tenor_months"),
            ({"answers": {"requested_amount": 10**40}}, "answers.requested_amount"),
            ({"answers": {"is_civil_servant": "no"}}, "answers.is_civil_servant"),
            ({"answers": {"purpose": "fun"}}, "answers.purpose"),
            ({"answers": {"shoe_size": 42}}, "answers.shoe_size"),
            ({"lender": "bank-contoh"}, "lender"),
        ],
    )
    def test_bad_bodies(self, change: dict[str, Any], field: str) -> None:
        cast = cast_of()
        body = {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk, "answers": {}, **change}
        answer = client_for(cast.owner).post(LIST, body)
        assert answer.status_code == 400
        assert [name for _code, name in faults(answer)] == [field]
        assert not Application.objects.exists()

    def test_a_repeated_key_makes_one_draft_and_answers_alike(self) -> None:
        cast = cast_of(annual_sales=9_000_000_000)
        client = client_for(cast.owner)
        body = {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk, "answers": ANSWERS}
        first = client.post(LIST, body, HTTP_IDEMPOTENCY_KEY="k-1")
        again = client.post(LIST, body, HTTP_IDEMPOTENCY_KEY="k-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert first.json()["violations"]
        assert Application.objects.count() == 1
        assert "9.000.000.000" not in str(IdempotencyKey.objects.get().answer)
        other = client.post(LIST, {**body, "answers": {}}, HTTP_IDEMPOTENCY_KEY="k-1")
        assert (other.status_code, faults(other)) == (409, [("idempotency_mismatch", None)])


class TestRead:
    def test_who_may_see_what(self) -> None:
        cast = cast_of()
        draft = make_application(cast)
        assert client_for().get(one(draft)).status_code == 401
        assert client_for(cast.owner).get(one(draft)).json()["seen_as"] == "applicant"
        for user in (UserFactory(), cast.verifier, OfficialFactory(role=Role.ADMIN, regency=None)):
            hidden = client_for(user).get(one(draft))
            assert (hidden.status_code, faults(hidden)) == (404, [("not_found", None)])

        sent = move(cast.owner, draft, "submit", data={"declaration": True})
        assert sent.status_code == 200
        assert client_for(cast.verifier).get(one(draft)).json()["seen_as"] == "official"
        elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.01")
        assert client_for(elsewhere).get(one(draft)).status_code == 404

    def test_an_official_sees_the_profile_and_no_whole_nik(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        seen = client_for(cast.verifier).get(one(application))
        body = seen.json()
        assert set(body) >= FIELDS
        assert body["enterprise"]["annual_sales"] == cast.enterprise.annual_sales
        assert body["enterprise"]["nik"] == "•" * 12 + cast.enterprise.nik[-4:]
        assert cast.enterprise.nik not in seen.content.decode()
        assert body["claimed_by"] == str(cast.verifier)
        assert body["history"][1]["actor_name"] == str(cast.verifier)
        assert body["allowed_transitions"] == ["withdraw", "pass_stage", "request_revision"][1:]

    def test_an_applicant_sees_roles_and_no_names(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        seen = client_for(cast.owner).get(one(application))
        assert {"actor_name", "claimed_by"} & set(seen.json()["history"][0]) == set()
        assert "claimed_by" not in seen.json()
        assert "verdict_at_submission" not in seen.json()
        assert cast.verifier.name not in seen.content.decode()
        assert cast.enterprise.nik not in seen.content.decode()

    def test_an_outcome_has_the_name_given_by_the_scheme(self) -> None:
        cast = cast_of()
        rejected = make_application(cast, state="rejected")
        body = client_for(cast.owner).get(one(rejected)).json()
        assert body["outcome"]["word"] == "Belum dapat direkomendasikan"
        assert body["whose_turn"] == "nobody"
        assert body["history"][-1]["reason"] == REASON
        english = client_for(cast.owner).get(one(rejected), HTTP_ACCEPT_LANGUAGE="en").json()
        assert english["outcome"]["word"] == "Not yet recommended"

    def test_a_longer_history_makes_no_more_queries(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="completeness")
        few = queries(cast.owner, one(application))
        for _move in range(2):
            assert move(cast.verifier, application, "pass_stage").status_code == 200
        assert queries(cast.owner, one(application)) == few == 21

    def test_the_list_is_mine_and_costs_the_same_for_three(self) -> None:
        cast = cast_of()
        make_application(cast, state="rejected")
        make_application()
        one_row = queries(cast.owner, LIST)
        make_application(cast, state="withdrawn")
        newest = make_application(cast)
        assert queries(cast.owner, LIST) == one_row == 5
        rows = client_for(cast.owner).get(LIST).json()["results"]
        assert [row["state"] for row in rows] == ["draft", "withdrawn", "rejected"]
        assert rows[0]["id"] == newest.pk
        only = client_for(cast.owner).get(LIST, {"state": "rejected", "scheme": "kur-mikro"})
        assert [row["state"] for row in only.json()["results"]] == ["rejected"]

    def test_pages_lead_on_and_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("applications.api.applications.PAGE_SIZE", 2)
        cast = cast_of()
        ids = [make_application(cast, state="withdrawn").pk for _ in range(3)]
        client = client_for(cast.owner)
        first = client.get(LIST, {"state": "withdrawn"}).json()
        assert [row["id"] for row in first["results"]] == ids[:0:-1]
        assert first["previous"] is None
        assert "state=withdrawn" in first["next"]
        second = client.get(first["next"]).json()
        assert [row["id"] for row in second["results"]] == ids[:1]
        assert second["next"] is None
        assert client.get(second["previous"]).json()["results"] == first["results"]

    @pytest.mark.parametrize("query", [{"state": "lost"}, {"scheme": "x"}, {"cursor": "x"}])
    def test_bad_filters(self, query: dict[str, str]) -> None:
        answer = client_for(UserFactory()).get(LIST, query)
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == list(query)


class TestAnswers:
    def test_answers_are_merged_and_null_clears(self) -> None:
        cast = cast_of()
        draft = make_application(cast, answers={})
        client = client_for(cast.owner)
        client.patch(one(draft), {"answers": {"tenor_months": 12, "purpose": "investment"}})
        refused = client.patch(one(draft), {"answers": {"purpose": None}, "lender": "bank"})
        assert (refused.status_code, faults(refused)) == (400, [("lender_unknown", "lender")])
        for empty in (None, "", " "):
            sent = {"answers": {"tenor_months": None}, "lender": empty}
            body = client.patch(one(draft), sent).json()
            assert body["answers"] == {"purpose": "investment"}

    def test_not_while_the_office_has_it_and_never_by_an_official(self) -> None:
        cast = cast_of()
        sent = make_application(cast, state="submitted")
        answer = client_for(cast.owner).patch(one(sent), {"answers": {"tenor_months": 12}})
        assert (answer.status_code, faults(answer)) == (409, [("not_editable", None)])
        refused = client_for(cast.verifier).patch(one(sent), {"answers": {"tenor_months": 12}})
        assert (refused.status_code, faults(refused)) == (403, [("not_applicant", None)])
        stranger = client_for(UserFactory()).patch(one(sent), {"answers": {}})
        assert stranger.status_code == 404

    @pytest.mark.parametrize("body", [{}, {"answers": None}, {"answers": [1]}, {"answers": "x"}])
    def test_answers_are_an_object(self, body: dict[str, Any]) -> None:
        cast = cast_of()
        answer = client_for(cast.owner).patch(one(make_application(cast)), body)
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == ["answers"]
