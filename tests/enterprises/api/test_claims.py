"""Claims of enterprises through the API."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import IdempotencyKey
from enterprises.enums import ClaimState, Holders
from enterprises.models import Claim, Member
from enterprises.services import tries
from enterprises.services.claims import decide_claim
from tests.api.client import V1, client_for, faults, photo
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    ClaimFactory,
    EnterpriseFactory,
    invented_nib,
    invented_nik,
    owned_enterprise,
)

pytestmark = pytest.mark.django_db
LIST = f"{V1}/claims/"
OTHER_NIK = invented_nik(7000)


def file_claim(user: Any, **body: Any) -> Any:
    return client_for(user).post(LIST, body)


class TestFile:
    def test_numbers_that_match_give_the_enterprise_at_once(self) -> None:
        owner, imported = UserFactory(), EnterpriseFactory()
        answer = file_claim(owner, nib=imported.nib, nik=imported.nik)
        assert answer.status_code == 201, answer.json()
        body, own = answer.json(), Claim.objects.get()
        assert {name: body[name] for name in ("id", "state", "nib", "enterprise", "reason")} == {
            "id": own.pk,
            "state": "accepted",
            "nib": imported.nib,
            "enterprise": imported.pk,
            "reason": "NIK cocok dengan data dinas.",
        }
        assert Member.objects.get().user == owner
        assert imported.nik not in answer.content.decode()

    @pytest.mark.parametrize("by_nib", [True, False])
    def test_what_another_holds_waits_and_reveals_nothing(self, by_nib: bool) -> None:
        holder, enterprise = owned_enterprise()
        nib = enterprise.nib if by_nib else ""
        answer = file_claim(UserFactory(), nib=nib, nik=enterprise.nik)
        assert answer.status_code == 201, answer.json()
        body = answer.json()
        assert (body["state"], body["enterprise"], body["reason"]) == ("pending", None, "")
        assert (body["decided_at"], body["nib"]) == (None, f"{'•' * 9}{str(enterprise.nib)[-4:]}")
        for private in (enterprise.name, enterprise.nib, enterprise.nik, holder.name):
            assert private not in answer.content.decode()

    def test_the_answer_of_a_taken_number_names_page_and_endpoint(self) -> None:
        _holder, enterprise = owned_enterprise()
        from_taken = client_for(UserFactory()).post(
            f"{V1}/enterprises/", {**REGISTRATION, "nib": enterprise.nib}
        )
        assert (from_taken.status_code, faults(from_taken)) == (409, [("nib_taken", "nib")])
        taken_nik = client_for(UserFactory()).post(
            f"{V1}/enterprises/", {**REGISTRATION, "nik": enterprise.nik}
        )
        assert (taken_nik.status_code, faults(taken_nik)) == (409, [("nik_taken", "nik")])
        for answer in (from_taken, taken_nik):
            message = answer.json()["errors"][0]["message"]
            assert "/usaha/klaim/" in message
            assert LIST in message

    def test_a_helper_states_the_owners_consent(self) -> None:
        helper, imported = HelperFactory(), EnterpriseFactory()
        numbers = {"nib": imported.nib, "nik": imported.nik}
        for sent in ({}, {"consent": False}):
            refused = file_claim(helper, **numbers, **sent)
            assert (refused.status_code, faults(refused)) == (
                400,
                [("consent_required", "consent")],
            )
        assert file_claim(helper, **numbers, consent=True).status_code == 201
        member = Member.objects.get()
        assert (member.role, member.consent is not None) == ("helper", True)

    def test_officials_and_visitors_file_none(self) -> None:
        imported = EnterpriseFactory()
        body = {"nib": imported.nib, "nik": imported.nik}
        assert file_claim(None, **body).status_code == 401
        for role in (Role.VERIFIER, Role.ADMIN):
            refused = file_claim(OfficialFactory(role=role), **body)
            assert (refused.status_code, faults(refused)) == (403, [("applicants_only", None)])
        assert not Claim.objects.exists()

    @pytest.mark.parametrize(
        ("body", "status", "fault"),
        [
            ({}, 400, ("required", "nik")),
            ({"nik": ""}, 400, ("blank", "nik")),
            ({"nik": None}, 400, ("null", "nik")),
            ({"nik": 3578011708450021}, 400, ("invalid", "nik")),
            ({"nik": ["3578011708450021"]}, 400, ("invalid", "nik")),
            ({"nik": "9" * 61}, 400, ("max_length", "nik")),
            ({"nik": OTHER_NIK, "nib": 1234567890123}, 400, ("invalid", "nib")),
            ({"nik": OTHER_NIK, "nib": "12"}, 400, ("nib_length", "nib")),
            ({"nik": OTHER_NIK, "nib": "' OR 1=1 --"}, 400, ("nib_length", "nib")),
            ({"nik": OTHER_NIK, "consent": "true"}, 400, ("invalid", "consent")),
            ({"nik": OTHER_NIK, "nib": invented_nib(999_999)}, 404, ("nib_unknown", None)),
            ({"nik": OTHER_NIK, "nib": None}, 404, ("nik_unknown", None)),
            ({"nik": OTHER_NIK, "nib": "tidak ada"}, 404, ("nik_unknown", None)),
        ],
    )
    def test_bad_claims_are_named_and_numbers_never_repeated(
        self, body: dict[str, Any], status: int, fault: tuple[str, str | None]
    ) -> None:
        answer = file_claim(UserFactory(), **body)
        assert (answer.status_code, faults(answer)) == (status, [fault])
        assert OTHER_NIK not in answer.content.decode()
        assert not Claim.objects.exists()

    def test_a_second_claim_and_ones_own_enterprise_are_conflicts(self) -> None:
        owner, enterprise = owned_enterprise()
        own = file_claim(owner, nib=enterprise.nib, nik=enterprise.nik)
        assert (own.status_code, faults(own)) == (409, [("nib_yours", "nib")])
        person = UserFactory()
        file_claim(person, nib=enterprise.nib, nik=OTHER_NIK)
        again = file_claim(person, nib=enterprise.nib, nik=OTHER_NIK)
        assert (again.status_code, faults(again)) == (409, [("claim_pending", None)])

    def test_the_limit_of_a_day_is_that_of_the_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tries, "OWNER_TRIES", 2)
        person = UserFactory()
        body = {"nik": OTHER_NIK}
        assert [file_claim(person, **body).status_code for _turn in range(3)] == [404, 404, 429]
        answer = file_claim(person, **body)
        assert faults(answer) == [("claim_tries", None)]
        assert int(answer["Retry-After"]) > 0

    def test_a_repeated_key_claims_once_and_stores_no_number(self) -> None:
        imported, person = EnterpriseFactory(), UserFactory()
        client = client_for(person)
        body = {"nib": imported.nib, "nik": OTHER_NIK}
        first = client.post(LIST, body, HTTP_IDEMPOTENCY_KEY="klaim-1")
        again = client.post(LIST, body, HTTP_IDEMPOTENCY_KEY="klaim-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert (again.json(), Claim.objects.count()) == (first.json(), 1)
        other = client.post(LIST, {"nik": OTHER_NIK}, HTTP_IDEMPOTENCY_KEY="klaim-1")
        assert (other.status_code, faults(other)) == (409, [("idempotency_mismatch", None)])
        assert OTHER_NIK not in str(IdempotencyKey.objects.get().answer)


class TestSuccessor:
    def send(self, person: Any, **sent: Any) -> Any:
        return client_for(person).post(LIST, sent, format="multipart")

    def test_the_evidence_is_stored_and_the_office_decides(self) -> None:
        holder, enterprise = owned_enterprise()
        person = UserFactory()
        sent = {"nib": enterprise.nib, "nik": OTHER_NIK, "basis": "minutes", "evidence": photo()}
        answer = self.send(person, **sent)
        assert answer.status_code == 201, answer.json()
        assert (answer.json()["state"], answer.json()["basis"]) == ("pending", "minutes")
        own = Claim.objects.get()
        assert own.evidence is not None
        assert (own.evidence.filename, own.evidence.uploaded_by) == ("foto.jpg", person)
        assert holder.name not in answer.content.decode()

    @pytest.mark.parametrize(
        ("change", "status", "fault"),
        [
            ({"evidence": ...}, 400, ("evidence_required", "evidence")),
            ({"evidence": b""}, 400, ("file_empty", "evidence")),
            ({"evidence": b"MZ" * 99}, 415, ("file_type", "evidence")),
            ({"basis": "gift"}, 400, ("invalid_choice", "basis")),
            ({"nib": ""}, 400, ("nib_needed", "nib")),
            ({"consent": "1"}, 400, ("invalid", "consent")),
            ({"nik": ...}, 400, ("required", "nik")),
        ],
    )
    def test_what_is_wrong_is_named(
        self, change: dict[str, Any], status: int, fault: tuple[str, str]
    ) -> None:
        _holder, enterprise = owned_enterprise()
        sent: dict[str, Any] = {"nib": enterprise.nib, "nik": OTHER_NIK, "basis": "heirs"}
        sent["evidence"] = photo()
        sent |= {
            name: SimpleUploadedFile("a.jpg", value) if isinstance(value, bytes) else value
            for name, value in change.items()
        }
        sent = {name: value for name, value in sent.items() if value is not ...}
        answer = self.send(UserFactory(), **sent)
        assert (answer.status_code, faults(answer)) == (status, [fault])
        assert not Claim.objects.exists()

    def test_a_form_without_a_basis_is_a_claim_by_numbers(self) -> None:
        helper, imported = HelperFactory(), EnterpriseFactory()
        sent = {"nib": imported.nib, "nik": imported.nik}
        refused = self.send(helper, **sent)
        assert faults(refused) == [("consent_required", "consent")]
        answer = self.send(helper, **sent, consent="true")
        assert (answer.status_code, answer.json()["state"]) == (201, "accepted")


class TestFollow:
    def test_ones_own_and_nobody_elses(self) -> None:
        own = ClaimFactory()
        path = f"{LIST}{own.pk}/"
        assert client_for(own.user).get(path).json()["state"] == "pending"
        assert client_for().get(path).status_code == 401
        decider = OfficialFactory(role=Role.DECIDER)
        for user in (UserFactory(), decider, owned_enterprise()[0]):
            client = client_for(user)
            hidden = client.get(path)
            assert (hidden.status_code, faults(hidden)) == (404, [("not_found", None)])
            assert client.get(LIST).json()["results"] == []
        assert client_for(own.user).get(f"{LIST}{own.pk + 999}/").status_code == 404

    def test_the_decision_is_read(self) -> None:
        refused, accepted = ClaimFactory(), ClaimFactory()
        decider = OfficialFactory(role=Role.DECIDER)
        decide_claim(decider, refused, accept=False, reason="NIK Anda bukan NIK pemilik.")
        decide_claim(decider, accepted, accept=True, reason="KTP cocok.", holders=Holders.KEEP)
        read = client_for(refused.user).get(f"{LIST}{refused.pk}/").json()
        assert (read["state"], read["reason"], read["enterprise"]) == (
            ClaimState.REFUSED,
            "NIK Anda bukan NIK pemilik.",
            None,
        )
        read = client_for(accepted.user).get(f"{LIST}{accepted.pk}/").json()
        assert (read["state"], read["enterprise"]) == ("accepted", accepted.enterprise_id)
        assert read["decided_at"] is not None
        assert decider.name not in str(read)

    def test_the_list_is_paged_newest_first_and_costs_the_same_for_three(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        person = UserFactory()
        ClaimFactory()
        counts = []
        for count in (1, 3):
            while Claim.objects.filter(user=person).count() < count:
                ClaimFactory(user=person)
            client = client_for(person)
            with CaptureQueriesContext(connection) as caught:
                assert len(client.get(LIST).json()["results"]) == count
            counts.append(len(caught))
        assert counts == [3, 3]
        monkeypatch.setattr("enterprises.api.claims.PAGE_SIZE", 2)
        first = client_for(person).get(LIST).json()
        rest = client_for(person).get(first["next"]).json()
        ids = [row["id"] for page in (first, rest) for row in page["results"]]
        newest = Claim.objects.filter(user=person).order_by("-id")
        assert ids == list(newest.values_list("id", flat=True))
        assert client_for(person).get(LIST, {"cursor": "x"}).status_code == 400


REGISTRATION: dict[str, Any] = {
    "name": "Batik Gedhog Contoh",
    "legal_form": "perorangan",
    "nib": invented_nib(600_001),
    "nik": invented_nik(601),
    "regency": "35.78",
    "address": "Jalan Kenanga 5",
    "sector": "fashion",
    "kbli": "13134",
    "kbli_version": "2020",
    "founded_on": "2019-08-17",
    "owner_capital": 900_000_000,
    "annual_sales": 1_500_000_000,
    "workers": 4,
}
