"""Claims in the admin."""

import pytest
from django.test import Client

from enterprises.enums import ClaimState
from enterprises.models import Claim, Member
from tests.enterprises.admin.lists import CLAIMS, listed, text
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import ClaimFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decision", "state"), [("accept", ClaimState.ACCEPTED), ("refuse", ClaimState.REFUSED)]
)
def test_a_claim_is_decided_with_a_reason(client: Client, decision: str, state: str) -> None:
    pending, official = ClaimFactory(), OfficialFactory()
    client.force_login(official)
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


def test_a_conflict_is_shown_and_changes_nothing(client: Client) -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise)
    client.force_login(OfficialFactory())
    address = f"{CLAIMS}{pending.pk}/change/"
    answer = client.post(address, {"decision": "accept", "reason": "Cocok."}, follow=True)
    assert "sudah diakui akun lain" in text(answer)
    assert Claim.objects.get().state == ClaimState.PENDING


def test_claims_are_bounded_by_region_and_never_ones_own(client: Client) -> None:
    official = OfficialFactory()
    there = ClaimFactory(enterprise__regency_id="35.15")
    own = ClaimFactory(user=official)
    client.force_login(official)
    assert listed(client, CLAIMS) == [own.pk]
    assert client.get(f"{CLAIMS}{there.pk}/change/").status_code == 302
    address = f"{CLAIMS}{own.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"decision": "accept", "reason": "Saya."}).status_code == 403


def test_claims_are_found_like_enterprises(client: Client) -> None:
    client.force_login(OfficialFactory())
    claim = ClaimFactory(enterprise__name="Batik Canting Ayu")
    ClaimFactory()
    for query in ("ayu batik", claim.enterprise.nib):
        rows = client.get(CLAIMS, {"q": query}).context["cl"].result_list
        assert [row.pk for row in rows] == [claim.pk]
