"""Claims in the admin."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from enterprises.enums import ClaimBasis, ClaimState
from enterprises.models import Claim, Member
from enterprises.services.claims import Succession
from enterprises.services.claims import claim as file_claim
from tests.api.client import photo
from tests.enterprises.admin.lists import CLAIMS, REGISTER, listed, text
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import (
    ClaimFactory,
    EnterpriseFactory,
    MemberFactory,
    invented_nik,
)
from tests.factories.phones import with_phone
from tests.factories.programs import make_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decision", "state"), [("accept", ClaimState.ACCEPTED), ("refuse", ClaimState.REFUSED)]
)
def test_a_claim_is_decided_with_a_reason(client: Client, decision: str, state: str) -> None:
    pending, official = ClaimFactory(), OfficialFactory()
    client.force_login(official)
    address = f"{CLAIMS}{pending.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"decision": decision, "reason": ""}).status_code == 400
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
    again = client.post(address, {"decision": "accept", "reason": "Lagi."})
    assert again.status_code == 409
    assert "Klaim ini sudah diputuskan" in text(again)


def test_the_official_says_what_becomes_of_the_holder(client: Client) -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise)
    client.force_login(OfficialFactory())
    address = f"{CLAIMS}{pending.pk}/change/"
    sent = {"decision": "accept", "reason": "Cocok dengan akta."}
    page = text(client.post(address, sent))
    assert "sudah dikelola akun lain. Pilih" in page
    assert "Cocok dengan akta." in page
    assert page.count('name="holders"') == 2
    assert Claim.objects.get().state == ClaimState.PENDING
    assert client.post(address, {**sent, "holders": "bukan"}).status_code == 400
    assert client.post(address, {**sent, "holders": "end"}).status_code == 302
    assert [each.user for each in Member.objects.filter(until=None)] == [pending.user]


def test_nobody_is_asked_about_holders_where_there_are_none(client: Client) -> None:
    former = ClaimFactory()
    MemberFactory(enterprise=former.enterprise, until=former.created_at)
    client.force_login(OfficialFactory())
    assert 'name="holders"' not in text(client.get(f"{CLAIMS}{former.pk}/change/"))


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


def test_open_claims_are_listed_first_and_decided_ones_when_asked(client: Client) -> None:
    old, refused, new = ClaimFactory(), ClaimFactory(), ClaimFactory()
    Claim.objects.filter(pk=refused.pk).update(state=ClaimState.REFUSED)
    client.force_login(OfficialFactory())
    assert listed(client, CLAIMS) == [old.pk, new.pk]
    assert listed(client, f"{CLAIMS}?state=refused") == [refused.pk]
    assert listed(client, f"{CLAIMS}?state=all") == [new.pk, old.pk, refused.pk]
    assert listed(client, f"{CLAIMS}?q=mebel+jati") == [new.pk, old.pk, refused.pk]
    assert listed(client, f"{CLAIMS}?q=mebel+jati&state=pending") == [old.pk, new.pk]


def test_claims_are_found_by_their_claimant(client: Client) -> None:
    claim = ClaimFactory(user__name="Siti Aminah", user__email="siti.aminah@contoh.id")
    ClaimFactory()
    client.force_login(OfficialFactory())
    assert listed(client, f"{CLAIMS}?q=aminah+siti") == [claim.pk]
    assert listed(client, f"{CLAIMS}?q=siti.aminah@contoh.id") == [claim.pk]


def test_an_empty_queue_says_what_is_not_there_and_leads_to_the_rest(client: Client) -> None:
    decided = ClaimFactory()
    Claim.objects.filter(pk=decided.pk).update(state=ClaimState.REFUSED)
    client.force_login(OfficialFactory())
    page = text(client.get(CLAIMS))
    assert "Tidak ada yang menunggu pemeriksaan" in page
    assert "Belum ada isinya" not in page
    every = re.search(r'href="(\?[^"]+)">Lihat semuanya', page)
    assert every is not None
    assert listed(client, f"{CLAIMS}{every[1]}") == [decided.pk]


def test_open_claims_are_counted_on_the_home_page_within_the_scope(client: Client) -> None:
    official = OfficialFactory()
    ClaimFactory()
    ClaimFactory(enterprise__regency_id="35.15")
    ClaimFactory(user=official)
    decided = ClaimFactory()
    Claim.objects.filter(pk=decided.pk).update(state=ClaimState.REFUSED)
    client.force_login(official)
    assert f'<a href="{CLAIMS}">Klaim usaha terbuka: 1</a>' in text(client.get("/admin/"))
    client.force_login(OfficialFactory(role=Role.CURATOR, regency=None))
    assert "Klaim usaha terbuka" not in text(client.get("/admin/"))


def test_the_evidence_is_shown_with_masked_contacts(client: Client) -> None:
    claim = ClaimFactory(user__name="Siti Aminah", user__email="siti.aminah@contoh.id")
    other = MemberFactory(user=claim.user, enterprise__name="Warung Siti").enterprise
    rival = ClaimFactory(enterprise=claim.enterprise, user__name="Budi Santoso")
    version = make_document(claim.user, claim.enterprise, "nib_or_sku")
    client.force_login(OfficialFactory())
    page = text(client.get(f"{CLAIMS}{claim.pk}/change/"))
    for shown in (
        "Siti Aminah",
        "s…@contoh.id",
        "Warung Siti",
        f"{REGISTER}{other.pk}/change/",
        f"{REGISTER}{claim.enterprise_id}/change/",
        f"{CLAIMS}{rival.pk}/change/",
        "Budi Santoso",
        version.filename,
        claim.enterprise.nib,
        "<b>tidak cocok dengan data register</b>",
        "<b>tidak dapat dibandingkan</b>",
    ):
        assert shown in page
    for hidden in ("siti.aminah@", "81234567890", claim.enterprise.nik, "131752941565000"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+6281234567890", "sama dengan nomor di register"),
        ("+6281234567899", "berbeda dari nomor di register"),
    ],
)
def test_the_phone_number_is_compared(client: Client, number: str, words: str) -> None:
    claim = ClaimFactory()
    with_phone(claim.user, phone=number)
    client.force_login(OfficialFactory())
    assert f"<b>{words}</b>" in text(client.get(f"{CLAIMS}{claim.pk}/change/"))


def test_a_ready_reason_is_put_into_the_form_without_deciding(client: Client) -> None:
    claim = ClaimFactory()
    client.force_login(OfficialFactory())
    answer = client.post(
        f"{CLAIMS}{claim.pk}/change/",
        {"decision": "refuse", "reason": "Maaf.", "pick": "Datanglah ke dinas."},
    )
    assert answer.status_code == 200
    assert ">Maaf.\nDatanglah ke dinas.</textarea>" in text(answer)
    assert Claim.objects.get().state == ClaimState.PENDING


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"decision": "terima", "reason": "Cocok sekali."},
        {"decision": "accept", "reason": "ab"},
        {"decision": "accept", "reason": "x" * 501},
        {"decision": ["accept", "x"], "reason": ""},
    ],
)
def test_a_malformed_decision_changes_nothing(client: Client, form: dict[str, str]) -> None:
    claim = ClaimFactory()
    client.force_login(OfficialFactory())
    assert client.post(f"{CLAIMS}{claim.pk}/change/", form).status_code == 400
    assert Claim.objects.get().state == ClaimState.PENDING


def test_a_missing_reason_is_said_at_its_field(client: Client) -> None:
    claim = ClaimFactory()
    client.force_login(OfficialFactory())
    form = {"decision": "refuse", "reason": " "}
    page = text(client.post(f"{CLAIMS}{claim.pk}/change/", form))
    assert 'id="salah-refuse">Tulis alasannya; pemohon membacanya.</p>' in page
    assert 'id="salah-accept"' not in page


def test_after_a_decision_the_next_open_claim_opens(client: Client) -> None:
    first, second = ClaimFactory(), ClaimFactory()
    official = OfficialFactory()
    ClaimFactory(user=official)
    client.force_login(official)
    form = {"decision": "refuse", "reason": "Data tidak cocok."}
    answer = client.post(f"{CLAIMS}{first.pk}/change/", form)
    assert answer["Location"] == f"{CLAIMS}{second.pk}/change/"
    assert client.post(f"{CLAIMS}{second.pk}/change/", form)["Location"] == CLAIMS


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "1_2F"])
def test_an_unknown_claim_leads_back(client: Client, key: str) -> None:
    client.force_login(OfficialFactory())
    assert client.get(f"{CLAIMS}{key}/change/").status_code == 302


def test_the_page_of_a_claim_takes_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: Any
) -> None:
    claim = ClaimFactory()
    client.force_login(OfficialFactory())
    address = f"{CLAIMS}{claim.pk}/change/"
    client.get(address)
    for more in (1, 2):
        for _row in range(more):
            ClaimFactory(enterprise=claim.enterprise)
            ClaimFactory(user=claim.user)
            MemberFactory(user=claim.user)
            MemberFactory(enterprise=claim.enterprise)
            make_document(claim.user, claim.enterprise, "nib_or_sku")
        with django_assert_num_queries(16):
            assert client.get(address).status_code == 200


def test_only_who_may_decide_opens_the_evidence_of_a_successor(client: Client) -> None:
    enterprise = EnterpriseFactory()
    claim = file_claim(
        UserFactory(),
        str(enterprise.nib),
        invented_nik(4321),
        succession=Succession(ClaimBasis.HEIRS, photo(), "waris.jpg"),
    )
    page, address = f"{CLAIMS}{claim.pk}/change/", f"{CLAIMS}{claim.pk}/bukti/"
    client.force_login(OfficialFactory())
    assert address in text(client.get(page))
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Disposition"][:10]) == (200, "attachment")
    # Of the same region, but whoever holds the enterprise has something to lose by the claim.
    holder = OfficialFactory()
    MemberFactory(enterprise=enterprise, user=holder)
    client.force_login(holder)
    assert address not in text(client.get(page))
    assert client.get(address).status_code == 403
