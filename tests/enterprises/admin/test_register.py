"""The register and the claims in the admin."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from enterprises.enums import ClaimState
from enterprises.models import Claim, Member
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory, EnterpriseFactory, MemberFactory

pytestmark = pytest.mark.django_db
REGISTER = "/admin/enterprises/enterprise/"
CLAIMS = "/admin/enterprises/claim/"


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def listed(client: Client, address: str) -> list[int]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_any_number(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _row in range(count):
        ClaimFactory()
    signed_in(client, OfficialFactory())
    client.get("/admin/")
    with django_assert_num_queries(7):
        assert len(listed(client, REGISTER)) == count
    with django_assert_num_queries(7):
        assert len(listed(client, CLAIMS)) == count


def test_the_register_is_bounded_by_region(client: Client) -> None:
    here, there = EnterpriseFactory(), EnterpriseFactory(regency_id="35.15")
    signed_in(client, OfficialFactory())
    assert listed(client, REGISTER) == [here.pk]
    assert client.get(f"{REGISTER}{there.pk}/change/").status_code == 302
    signed_in(client, OfficialFactory(role=Role.STAFF, regency=None))
    assert listed(client, REGISTER) == [there.pk, here.pk]
    assert listed(client, f"{REGISTER}?regency=35.15") == [there.pk]


def test_the_register_is_found_by_name_and_nib_never_by_nik(client: Client) -> None:
    batik, mebel = EnterpriseFactory(name="Batik Canting Ayu"), EnterpriseFactory()
    signed_in(client, OfficialFactory())
    assert listed(client, f"{REGISTER}?q=canting") == [batik.pk]
    assert listed(client, f"{REGISTER}?q={mebel.nib}") == [mebel.pk]
    assert listed(client, f"{REGISTER}?q=ab") == []


def test_an_enterprise_is_read_only_and_masked(client: Client) -> None:
    enterprise = MemberFactory(user__name="Siti Aminah").enterprise
    signed_in(client, OfficialFactory())
    assert "+6281234567890" not in text(client.get(REGISTER))
    address = f"{REGISTER}{enterprise.pk}/change/"
    page = text(client.get(address))
    assert enterprise.nik not in page
    assert "131752941565000" not in page
    assert "+6281234567890" in page
    assert "Siti Aminah (pelaku usaha)" in page
    assert "Usaha mikro (PP 7/2021 Pasal 35 ayat (3) huruf a)" in page
    assert client.post(address, {"name": "x"}).status_code == 403
    assert client.get(f"{REGISTER}add/").status_code == 403


@pytest.mark.parametrize("address", [REGISTER, CLAIMS])
def test_partners_and_people_without_a_posting_see_nothing(client: Client, address: str) -> None:
    signed_in(client, OfficialFactory(role=Role.PARTNER))
    assert client.get(address).status_code == 403
    signed_in(client, UserFactory(is_staff=True))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("decision", "state"), [("accept", ClaimState.ACCEPTED), ("refuse", ClaimState.REFUSED)]
)
def test_a_claim_is_decided_with_a_reason(client: Client, decision: str, state: str) -> None:
    pending, official = ClaimFactory(), OfficialFactory()
    signed_in(client, official)
    address = f"{CLAIMS}{pending.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"decision": decision, "reason": ""}).status_code == 200
    answer = client.post(address, {"decision": decision, "reason": "Akta sudah dicocokkan."})
    assert answer.status_code == 302
    decided = Claim.objects.get()
    assert (decided.state, decided.decided_by, decided.reason) == (
        state,
        official,
        "Akta sudah dicocokkan.",
    )
    assert Member.objects.filter(user=pending.user).exists() is (decision == "accept")
    assert "Akta sudah dicocokkan." in text(client.get(address))
    assert client.post(address, {"decision": "accept", "reason": "Lagi."}).status_code == 403


def test_a_conflict_is_told_and_changes_nothing(client: Client) -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise)
    signed_in(client, OfficialFactory())
    address = f"{CLAIMS}{pending.pk}/change/"
    answer = client.post(address, {"decision": "accept", "reason": "Cocok."}, follow=True)
    assert "sudah diakui akun lain" in text(answer)
    assert Claim.objects.get().state == ClaimState.PENDING


def test_claims_are_bounded_by_region_and_never_ones_own(client: Client) -> None:
    official = OfficialFactory()
    there = ClaimFactory(enterprise__regency_id="35.15")
    own = ClaimFactory(user=official)
    signed_in(client, official)
    assert listed(client, CLAIMS) == [own.pk]
    assert client.get(f"{CLAIMS}{there.pk}/change/").status_code == 302
    address = f"{CLAIMS}{own.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"decision": "accept", "reason": "Saya."}).status_code == 403
