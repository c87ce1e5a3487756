"""Enterprises through the API."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import IdempotencyKey
from common.dates import clock
from enterprises.models import Enterprise, Member
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, invented_nib, owned_enterprise

pytestmark = pytest.mark.django_db
LIST = f"{V1}/enterprises/"
NIK = "3578011708450021"
BODY: dict[str, Any] = {
    "name": "Batik Gedhog Contoh",
    "legal_form": "perorangan",
    "nib": "1234567890123",
    "nik": NIK,
    "npwp": "131752941565000",
    "regency": "35.78",
    "address": "Jalan Kenanga 5",
    "sector": "fashion",
    "kbli": "13134",
    "kbli_version": "2020",
    "founded_on": "2019-08-17",
    "owner_capital": 900_000_000,
    "loan_capital": 200_000_000,
    "annual_sales": 1_500_000_000,
    "workers": 4,
    "phone": "081234567890",
}


def register(user: Any, **change: Any) -> Any:
    body = {name: value for name, value in {**BODY, **change}.items() if value is not ...}
    return client_for(user).post(LIST, body)


def one(enterprise: Enterprise) -> str:
    return f"{LIST}{enterprise.pk}/"


class TestRegister:
    def test_both_classes_and_no_whole_nik(self) -> None:
        user = UserFactory()
        answer = register(user)
        assert answer.status_code == 201, answer.json()
        body = answer.json()
        assert (body["class_by_capital"], body["class_by_sales"]) == ("small", "micro")
        assert "Pasal 35" in body["legal_basis"]
        assert body["nik"] == "•" * 12 + "0021"
        assert NIK not in answer.content.decode()
        assert body["npwp"] == "•" * 11 + "5000"
        created = Enterprise.objects.get(pk=body["id"])
        assert (created.nik, created.annual_sales) == (NIK, 1_500_000_000)
        assert Member.objects.get(enterprise=created, user=user).role == "owner"

    def test_a_helper_becomes_its_helper(self) -> None:
        helper = HelperFactory()
        answer = register(helper)
        assert answer.status_code == 201, answer.json()
        assert Member.objects.get(enterprise_id=answer.json()["id"]).role == "helper"

    def test_who_stated_what_is_told_and_cannot_be_sent(self) -> None:
        forged = {"workers": {"by": "official", "on": "2020-01-01"}}
        with time_machine.travel("2026-11-12T03:00:00Z", tick=False):
            owner = UserFactory()
            body = register(owner, stated=forged, phone=...).json()
        at_first = {"by": "owner", "on": "2026-11-12"}
        names = {*BODY} - {"phone"}
        assert body["stated"] == dict.fromkeys(names, at_first)
        created = Enterprise.objects.get(pk=body["id"])
        with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
            change = {"workers": 5, "annual_sales": BODY["annual_sales"], "stated": forged}
            body = client_for(owner).patch(one(created), change | {"phone": "081234567891"}).json()
        later = {"by": "owner", "on": "2026-11-23"}
        expected = dict.fromkeys(names, at_first) | {"workers": later}
        assert body["stated"] == expected | {"phone": later}
        # Officials see no number of a telephone, nor that there is one.
        seen = client_for(OfficialFactory()).get(one(created)).json()
        assert seen["stated"] == expected
        elsewhere = client_for(OfficialFactory(regency="35.15")).get(one(created))
        assert (elsewhere.status_code, "stated" in elsewhere.json()) == (404, False)

    @pytest.mark.parametrize("empty", [..., "", None])
    def test_three_fields_may_be_empty_or_absent(self, empty: Any) -> None:
        answer = register(UserFactory(), npwp=empty, phone=empty, loan_capital=empty)
        assert answer.status_code == 201, answer.json()
        body = answer.json()
        assert (body["npwp"], body["phone"], body["loan_capital"]) == (None, "", 0)

    def test_an_unknown_kbli_warns(self) -> None:
        answer = register(UserFactory(), kbli="99999")
        assert answer.status_code == 201
        assert [row["code"] for row in answer.json()["warnings"]] == ["kbli_unknown"]

    def test_only_owners_and_helpers(self) -> None:
        assert register(None).status_code == 401
        for role in (Role.VERIFIER, Role.STAFF):
            refused = register(OfficialFactory(role=role))
            assert (refused.status_code, faults(refused)) == (403, [("applicants_only", None)])
        assert not Enterprise.objects.exists()

    def test_a_taken_nib_is_a_conflict_that_says_how_to_claim_and_nothing_else(self) -> None:
        owned_enterprise(nib=BODY["nib"])
        held = register(UserFactory())
        assert (held.status_code, faults(held)) == (409, [("nib_taken", "nib")])
        assert "/usaha/klaim/" in held.json()["errors"][0]["message"]
        unclaimed = register(UserFactory(), nib=EnterpriseFactory().nib)
        assert (unclaimed.status_code, unclaimed.json()) == (409, held.json())

    def test_after_twenty_tries_a_day_the_answer_says_when_to_come_back(self) -> None:
        owned_enterprise(nib=BODY["nib"])
        owner = UserFactory()
        client = client_for(owner)
        with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
            # A key for a repeat does not take the count back, nor does a malformed body count.
            assert register(owner, name="").status_code == 400
            for turn in range(20):
                headers = {"Idempotency-Key": f"coba-{turn}"} if turn % 2 else {}
                assert client.post(LIST, BODY, headers=headers).status_code == 409
            answer = register(owner, nib=invented_nib(999))
        assert (answer.status_code, faults(answer)) == (429, [("registration_limit", None)])
        assert answer["Retry-After"] == str(14 * 3600)

    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *((name, ...) for name in BODY if name not in ("npwp", "phone", "loan_capital")),
            *((name, None) for name in ("name", "nik", "owner_capital", "founded_on")),
            ("name", ""),
            ("name", 7),
            ("name", "x" * 201),
            ("legal_form", "firma"),
            ("nib", "123"),
            ("nib", 1234567890123),
            ("nik", "3578018108450021"),
            ("nik", "3578011708450000"),
            ("nik", 3578011708450021),
            ("npwp", "123456789012345"),
            ("regency", "31.71"),
            ("sector", "mining"),
            ("kbli", "1313"),
            ("kbli_version", 2020),
            ("founded_on", "17/08/2019"),
            ("founded_on", "2999-01-01"),
            ("owner_capital", -1),
            ("owner_capital", 1.5),
            ("owner_capital", "1.500.000"),
            ("owner_capital", True),
            ("owner_capital", 10**18),
            ("annual_sales", 10**40),
            ("loan_capital", "x"),
            ("workers", 3.0),
            ("workers", -1),
            ("workers", 10**12),
            ("phone", "12"),
        ],
    )
    def test_bad_fields_are_named_and_never_repeated(self, name: str, value: Any) -> None:
        answer = register(UserFactory(), **{name: value})
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == [name]
        if name in ("nik", "npwp") and value not in (None, ...):
            assert str(value) not in answer.content.decode()

    def test_a_repeated_key_registers_once_and_stores_no_numbers(self) -> None:
        client = client_for(UserFactory())
        first = client.post(LIST, BODY, HTTP_IDEMPOTENCY_KEY="daftar-1")
        again = client.post(LIST, BODY, HTTP_IDEMPOTENCY_KEY="daftar-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert Enterprise.objects.count() == 1
        stored = str(IdempotencyKey.objects.get().answer)
        for private in ("0021", "1500000000", "900000000", "81234567890"):
            assert private not in stored


class TestRead:
    def test_owner_official_and_stranger(self) -> None:
        owner, enterprise = owned_enterprise()
        assert client_for().get(one(enterprise)).status_code == 401
        own = client_for(owner).get(one(enterprise)).json()
        assert (own["seen_as"], own["phone"]) == ("applicant", enterprise.phone)
        inside = client_for(OfficialFactory()).get(one(enterprise))
        assert inside.json()["seen_as"] == "official"
        assert inside.json()["annual_sales"] == enterprise.annual_sales
        assert "phone" not in inside.json()
        assert enterprise.nik not in inside.content.decode()
        for user in (UserFactory(), OfficialFactory(regency="35.01")):
            hidden = client_for(user).get(one(enterprise))
            assert (hidden.status_code, faults(hidden)) == (404, [("not_found", None)])

    def test_the_list_costs_the_same_for_three(self) -> None:
        owner, _first = owned_enterprise()
        EnterpriseFactory()
        query_counts = []
        for count in (1, 3):
            while Member.objects.filter(user=owner).count() < count:
                owned_enterprise(owner)
            client = client_for(owner)
            with CaptureQueriesContext(connection) as caught:
                assert len(client.get(LIST).json()["results"]) == count
            query_counts.append(len(caught))
        assert query_counts == [3, 3]


class TestChange:
    def test_one_field_at_a_time(self) -> None:
        owner, enterprise = owned_enterprise()
        client = client_for(owner)
        answer = client.patch(one(enterprise), {"annual_sales": 3_000_000_000})
        assert answer.status_code == 200, answer.json()
        assert answer.json()["class_by_sales"] == "small"
        client.patch(one(enterprise), {"npwp": None})
        enterprise.refresh_from_db()
        assert (enterprise.npwp, enterprise.annual_sales) == ("", 3_000_000_000)
        assert enterprise.nik

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"nib": "9999999999999"}, "nib"),
            ({"nik": "3578011708450022"}, "nik"),
            ({"legal_form": "cv"}, "legal_form"),
            ({"workers": "4"}, "workers"),
            ({"name": None}, "name"),
        ],
    )
    def test_bad_changes(self, change: dict[str, Any], field: str) -> None:
        owner, enterprise = owned_enterprise()
        answer = client_for(owner).patch(one(enterprise), change)
        assert answer.status_code == 400
        assert [name for _code, name in faults(answer)] == [field]

    def test_officials_read_only_and_strangers_find_nothing(self) -> None:
        _owner, enterprise = owned_enterprise()
        for user, status in ((OfficialFactory(), 403), (UserFactory(), 404), (None, 401)):
            answer = client_for(user).patch(one(enterprise), {"workers": 9})
            assert answer.status_code == status
            assert faults(answer)


class TestClassification:
    def get(self, **query: str) -> Any:
        with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
            return client_for().get(f"{V1}/tools/classification/", query)

    @pytest.mark.parametrize(
        ("capital", "sales", "expected"),
        [
            ("1000000000", "2000000000", ("micro", "micro")),
            ("1000000001", "2000000001", ("small", "small")),
            ("5000000001", "15000000001", ("medium", "medium")),
            ("10000000001", "50000000001", ("large", "large")),
            ("0", "50000000001", ("micro", "large")),
        ],
    )
    def test_bounds_are_included(self, capital: str, sales: str, expected: tuple[str, str]) -> None:
        body = self.get(owner_capital=capital, loan_capital="0", annual_sales=sales).json()
        assert (body["class_by_capital"], body["class_by_sales"]) == expected
        assert "PP 7/2021 Pasal 35 ayat (3)" in body["legal_basis"]
        assert "PP 7/2021 Pasal 35 ayat (5)" in body["legal_basis"]

    def test_loans_count_as_capital(self) -> None:
        body = self.get(owner_capital="1", loan_capital="1000000000", annual_sales="0").json()
        assert body["class_by_capital"] == "small"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("owner_capital", "-1"),
            ("owner_capital", "1.5"),
            ("owner_capital", ""),
            ("loan_capital", "x"),
            ("annual_sales", str(10**18)),
            ("annual_sales", "1e9"),
        ],
    )
    def test_bad_input(self, name: str, value: str) -> None:
        query = {"owner_capital": "1", "loan_capital": "0", "annual_sales": "1", name: value}
        answer = self.get(**query)
        assert answer.status_code == 400
        assert [field for _code, field in faults(answer)] == [name]


class TestWithoutNib:
    def test_a_letter_stands_instead_of_the_nib(self) -> None:
        answer = register(UserFactory(), nib=..., sku_number="470/12/2026")
        assert answer.status_code == 201, answer.json()
        body = answer.json()
        assert (body["nib"], body["sku_number"], body["candidate"]) == (None, "470/12/2026", False)

    def test_a_candidate_has_no_figures_and_no_class_by_sales(self) -> None:
        user = UserFactory()
        open_fields = dict.fromkeys(("nib", "founded_on", "annual_sales", "workers"), ...)
        answer = register(user, candidate=True, **open_fields)
        assert answer.status_code == 201, answer.json()
        body = answer.json()
        assert (body["candidate"], body["class_by_sales"], body["annual_sales"]) == (
            True,
            None,
            None,
        )
        assert body["class_by_capital"] == "small"
        row = client_for(user).get(LIST).json()["results"][0]
        assert (row["nib"], row["candidate"]) == (None, True)

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"nib": ...}, ("required", "nib")),
            ({"founded_on": ...}, ("required", "founded_on")),
            ({"candidate": True}, ("candidate_with_number", "candidate")),
            (
                {"nib": None, "sku_number": "470/1", "legal_form": "pt"},
                ("nib_for_legal_form", "nib"),
            ),
        ],
    )
    def test_one_of_the_three_is_needed(self, change: Any, fault: tuple[str, str]) -> None:
        answer = register(UserFactory(), **change)
        assert (answer.status_code, faults(answer)) == (400, [fault])

    def test_the_nik_is_known_and_the_conflict_tells_nothing(self) -> None:
        register(UserFactory(), nib=..., sku_number="470/12/2026")
        answer = register(UserFactory(), nib=..., sku_number="470/13/2026")
        assert (answer.status_code, faults(answer)) == (409, [("nik_taken", "nik")])
        assert "470/12" not in answer.content.decode()

    def test_the_nib_is_added_to_the_same_row(self) -> None:
        user = UserFactory()
        created = register(user, nib=..., candidate=True, workers=..., annual_sales=...).json()
        client = client_for(user)
        short = client.patch(f"{LIST}{created['id']}/", {"nib": BODY["nib"]})
        assert (short.status_code, faults(short)) == (
            400,
            [("required", "annual_sales"), ("required", "workers")],
        )
        figures = {"nib": BODY["nib"], "annual_sales": 36_000_000, "workers": 1}
        answer = client.patch(f"{LIST}{created['id']}/", figures)
        assert answer.status_code == 200, answer.json()
        body = answer.json()
        assert (body["id"], body["nib"], body["candidate"], body["class_by_sales"]) == (
            created["id"],
            BODY["nib"],
            False,
            "micro",
        )


def test_a_repeated_write_tells_nothing_to_who_may_no_longer_see_it() -> None:
    owner, enterprise = owned_enterprise()
    client, address = client_for(owner), f"{V1}/enterprises/{enterprise.pk}/"
    headers = {"Idempotency-Key": "k1"}
    assert client.patch(address, {"workers": 7}, headers=headers).status_code == 200
    assert client.patch(address, {"workers": 7}, headers=headers).status_code == 200
    Member.objects.filter(user=owner).update(until=clock.now())
    assert client.patch(address, {"workers": 7}, headers=headers).status_code == 404
