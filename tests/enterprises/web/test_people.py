"""The page of an enterprise's people, and the claim of a successor."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image

from accounts.enums import SecurityAction
from accounts.models import SecurityEvent
from common.dates import clock
from common.errors import Conflict, InvalidInput
from enterprises.enums import ClaimBasis, Holders, Position
from enterprises.messages.events import infected_notices
from enterprises.models import Claim, HelperInvitation, Member, Post
from enterprises.selectors.posts import head_of, signs_for
from enterprises.services.claims import Succession, claim, decide_claim
from enterprises.shared.personal_data import personal_data
from notifications.models import OutboxMessage
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    EnterpriseFactory,
    MemberFactory,
    invented_nik,
    owned_enterprise,
)

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def photo(name: str = "berita-acara.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (400, 300), "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    chair, enterprise = owned_enterprise(legal_form="koperasi")
    for _row in range(count - 1):
        MemberFactory(enterprise=enterprise)
    client.force_login(chair)
    HelperInvitation.objects.bulk_create(
        HelperInvitation(
            enterprise=enterprise,
            shown_address="a…@b.example",
            address_index=bytes([row] * 16),
            invited_by=chair,
            invited_at=clock.now(),
        )
        for row in range(count)
    )
    with django_assert_num_queries(13):
        page = text(client.get(f"/usaha/{enterprise.pk}/orang/"))
    assert "Yang mengirim pengajuan usaha ini hanya ketua" in page


def test_the_chair_records_a_position_and_others_only_read(client: Client) -> None:
    chair, enterprise = owned_enterprise(legal_form="koperasi")
    member = MemberFactory(enterprise=enterprise)
    address = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(chair)
    sent = {"member": member.pk, "position": "treasurer", "since": "2026-01-05"}
    assert "bendahara" in text(client.post(address, sent, follow=True))
    client.force_login(member.user)
    assert "Catat jabatan" not in text(client.get(address))
    change = {**sent, "position": "secretary", "file": photo()}
    assert client.post(address, change).status_code == 403
    assert not enterprise.documents.exists()
    assert Post.objects.get(user=member.user).position == "treasurer"


def test_a_new_chair_needs_the_minutes(client: Client) -> None:
    chair, enterprise = owned_enterprise(legal_form="koperasi")
    Post.objects.update(since="2024-01-01")
    member = MemberFactory(enterprise=enterprise)
    address = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(chair)
    sent = {"member": member.pk, "position": "chair", "since": "2026-01-05"}
    assert '<a href="#id_file">' in text(client.post(address, sent))
    assert client.post(address, {**sent, "file": photo()}).status_code == 302
    head = Post.objects.get(position="chair", until=None)
    assert (head.user, head.minutes is not None) == (member.user, True)


def test_a_successor_claims_and_the_official_opens_the_evidence(client: Client) -> None:
    _chair, enterprise = owned_enterprise(legal_form="koperasi")
    client.force_login(UserFactory())
    sent = {"nib": enterprise.nib, "nik": invented_nik(4321), "basis": "minutes"}
    assert '<a href="#id_evidence">' in text(client.post("/usaha/klaim/", sent))
    answer = client.post("/usaha/klaim/", {**sent, "evidence": photo()})
    assert answer.status_code == 302
    filed = Claim.objects.get()
    official = web_client(OfficialFactory())
    page = text(official.get(f"/admin/enterprises/claim/{filed.pk}/change/"))
    assert "Buka bukti: berita-acara.jpg" in page
    assert "Bila diterima, pemohon menggantikan" in page
    opened: Any = official.get(f"/admin/enterprises/claim/{filed.pk}/bukti/")
    assert (opened.status_code, opened["Content-Type"]) == (200, "image/jpeg")
    assert "attachment" in opened["Content-Disposition"]
    assert b"".join(opened.streaming_content).startswith(b"\xff\xd8")
    assert SecurityEvent.objects.filter(
        action=SecurityAction.DOCUMENT_OPENED, thing=f"claim:{filed.pk}"
    ).exists()
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert elsewhere.get(f"/admin/enterprises/claim/{filed.pk}/bukti/").status_code == 404


def test_an_owner_ends_a_helper_who_then_sees_nothing_and_is_told(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    helper = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    address = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(helper.user)
    assert "Akhiri pendampingan" not in text(client.get(address))
    assert client.post(address, {"akhiri": helper.pk}).status_code == 403
    client.force_login(owner)
    assert "Akhiri pendampingan" in text(client.get(address))
    for _again in range(2):
        assert client.post(address, {"akhiri": helper.pk}).status_code == 302
    assert client.post(address, {"akhiri": "x"}).status_code == 302
    client.force_login(helper.user)
    assert client.get(address).status_code == 404
    assert client.get(f"/usaha/{enterprise.pk}/").status_code == 404
    notice = OutboxMessage.objects.get(key="helper.ended")
    assert notice.recipient == helper.user
    body = render_to_string("notifications/helper.ended/body.txt", notice.context)
    assert enterprise.name in body


def test_of_a_cooperative_only_the_chair_ends_a_helper(client: Client) -> None:
    _chair, enterprise = owned_enterprise(legal_form="koperasi")
    other = MemberFactory(enterprise=enterprise)
    helper = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    client.force_login(other.user)
    answer = client.post(f"/usaha/{enterprise.pk}/orang/", {"akhiri": helper.pk})
    assert answer.status_code == 403
    helper.refresh_from_db()
    assert helper.until is None


def test_an_owner_lets_a_helper_in_with_the_owners_own_consent(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    helper = HelperFactory()
    asked = claim(helper, str(enterprise.nib), enterprise.nik)
    assert asked.state == "pending"
    request = OutboxMessage.objects.get(key="helper.asks")
    assert (request.recipient, request.link) == (owner, f"/usaha/{enterprise.pk}/orang/")
    assert helper.get_full_name() in render_to_string(
        "notifications/helper.asks/body.txt", request.context
    )
    client.force_login(owner)
    address = f"/usaha/{enterprise.pk}/orang/"
    page = text(client.get(address))
    assert f"Yang memberi persetujuan: {owner.get_full_name()}" in page
    assert "Pelaku usaha dapat mengakhiri persetujuan ini kapan saja." in page
    for _again in range(2):
        assert client.post(address, {"setuju": asked.pk}).status_code == 302
    member = Member.objects.get(enterprise=enterprise, user=helper)
    assert member.consent is not None
    assert (member.role, member.consent.user) == ("helper", owner)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("accepted", owner)
    notice = OutboxMessage.objects.get(key="claim.decided")
    assert notice.recipient == helper
    body = render_to_string("notifications/claim.decided/body.txt", notice.context)
    assert f"Pemilik {enterprise.name} setuju Anda mendampinginya." in body
    assert "Dinas" not in body


def test_an_owner_refuses_a_helper_and_never_decides_on_an_owners_claim(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    helper = claim(HelperFactory(), str(enterprise.nib), enterprise.nik)
    rival = claim(UserFactory(), str(enterprise.nib), enterprise.nik)
    client.force_login(owner)
    for asked in (helper, rival):
        client.post(f"/usaha/{enterprise.pk}/orang/", {"tolak": asked.pk})
    helper.refresh_from_db()
    rival.refresh_from_db()
    assert (helper.state, rival.state) == ("refused", "pending")
    assert Member.objects.filter(enterprise=enterprise).count() == 1


def test_a_helper_lets_nobody_in(client: Client) -> None:
    _owner, enterprise = owned_enterprise()
    first = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    asked = claim(HelperFactory(), str(enterprise.nib), enterprise.nik)
    client.force_login(first.user)
    answer = client.post(f"/usaha/{enterprise.pk}/orang/", {"setuju": asked.pk})
    assert answer.status_code == 403
    asked.refresh_from_db()
    assert asked.state == "pending"


@pytest.mark.parametrize("name", ["rapat.html", "rapat.zip", "rapat.heic"])
def test_evidence_that_cannot_be_taken_is_refused_in_words(client: Client, name: str) -> None:
    _chair, enterprise = owned_enterprise(legal_form="koperasi")
    client.force_login(UserFactory())
    content = b"\x00\x00\x00\x18ftypheic" if name.endswith("heic") else b"<p>rapat</p>"
    sent = {"nib": enterprise.nib, "nik": invented_nik(4321), "basis": "minutes"}
    answer = client.post("/usaha/klaim/", {**sent, "evidence": SimpleUploadedFile(name, content)})
    assert answer.status_code == 415
    assert not Claim.objects.exists()


def test_a_claim_by_nik_shows_no_name_before_it_is_accepted() -> None:
    _owner, enterprise = owned_enterprise(nik=invented_nik(4321))
    claimant = UserFactory()
    filed = claim(claimant, "", invented_nik(4321))
    (shown,) = personal_data(claimant)["Klaim usaha"]
    assert enterprise.name not in str(shown)
    assert str(enterprise.nib) not in str(shown)
    decide_claim(OfficialFactory(), filed, accept=False, reason="Bukan pemiliknya.")
    assert enterprise.name not in str(OutboxMessage.objects.get(key="claim.decided").context)


def test_evidence_of_strangers_stands_among_no_documents_of_the_owner(client: Client) -> None:
    owner, enterprise = owned_enterprise(legal_form="koperasi")
    stranger = UserFactory()
    client.force_login(stranger)
    sent = {"nib": enterprise.nib, "nik": invented_nik(4321), "basis": "minutes"}
    client.post("/usaha/klaim/", {**sent, "evidence": photo("titipan.jpg")})
    evidence = Claim.objects.get().evidence
    assert evidence is not None
    client.force_login(owner)
    assert "titipan" not in text(client.get(f"/usaha/{enterprise.pk}/"))
    (notice,) = infected_notices(evidence)
    assert notice.recipient_id == stranger.pk
    assert enterprise.name not in str(notice.context)


def test_a_secretary_joins_with_minutes_beside_the_chair(client: Client) -> None:
    chair, enterprise = owned_enterprise(legal_form="koperasi")
    secretary = UserFactory()
    client.force_login(secretary)
    sent = {"nib": enterprise.nib, "nik": invented_nik(4321), "basis": "appointed"}
    assert "Pilih jabatan Anda" in text(client.post("/usaha/klaim/", {**sent, "evidence": photo()}))
    chosen = {**sent, "position": "secretary"}
    wrong = {**sent, "position": "chair", "evidence": photo()}
    assert "field--wrong" in text(client.post("/usaha/klaim/", wrong))
    assert client.post("/usaha/klaim/", {**chosen, "evidence": photo()}).status_code == 302
    filed = Claim.objects.get()
    official = web_client(OfficialFactory())
    address = f"/admin/enterprises/claim/{filed.pk}/change/"
    page = text(official.get(address))
    assert "pemohon tercatat sebagai sekretaris mulai hari ini" in page
    assert "Bila diterima, pemohon menggantikan" not in page
    assert 'value="end"' not in page
    said = {"decision": "accept", "reason": "Berita acara cocok.", "holders": "keep"}
    assert official.post(address, said).status_code == 302
    held = {post.user_id: post.position for post in Post.objects.filter(until=None)}
    assert held == {chair.pk: "chair", secretary.pk: "secretary"}
    assert not signs_for(secretary, enterprise)
    assert signs_for(chair, enterprise)
    assert personal_data(secretary)["Jabatan dalam usaha"][0]["Jabatan"] == "sekretaris"


def appointed(position: Position) -> Succession:
    return Succession(ClaimBasis.APPOINTED, BytesIO(photo().read()), "rapat.jpg", position)


def test_where_there_is_no_head_an_appointed_person_does_not_become_it() -> None:
    enterprise = EnterpriseFactory(legal_form="koperasi")
    treasurer = UserFactory()
    filed = claim(
        treasurer, str(enterprise.nib), enterprise.nik, succession=appointed(Position.TREASURER)
    )
    assert filed.state == "pending"
    official = OfficialFactory()
    with pytest.raises(InvalidInput):
        decide_claim(official, filed, accept=True, reason="Cocok.", holders=Holders.END)
    decide_claim(official, filed, accept=True, reason="Cocok.")
    assert head_of(enterprise) is None
    assert not signs_for(treasurer, enterprise)


def test_nobody_is_appointed_in_the_business_of_one_person() -> None:
    _owner, enterprise = owned_enterprise(legal_form="perorangan")
    filed = claim(
        UserFactory(),
        str(enterprise.nib),
        invented_nik(4321),
        succession=appointed(Position.MEMBER),
    )
    with pytest.raises(Conflict) as refused:
        decide_claim(OfficialFactory(), filed, accept=True, reason="Cocok.", holders=Holders.KEEP)
    assert refused.value.code == "not_of_this_form"
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=filed.pk).update(position="")
