"""A mistyped NIK is corrected by an official, with a reason, and everyone is notified."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.enums import Role, SecurityAction
from accounts.models import SecurityEvent
from accounts.services.phones import recover_number, reset_pin
from accounts.services.second_factor import reset_second_factor
from common.errors import Conflict, InvalidInput
from enterprises.enums import ClaimState
from enterprises.models import Enterprise
from enterprises.services import tries
from enterprises.services.claims import claim, decide_claim
from enterprises.services.consent_forms import judge_form
from enterprises.services.nik_correction import correct_nik
from notifications.models import OutboxMessage
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, invented_nik, owned_enterprise

pytestmark = pytest.mark.django_db
RIGHT, TAKEN = invented_nik(7100), invented_nik(7200)
REASON = "KTP asli dilihat di loket 28 November."


def address(enterprise: Enterprise) -> str:
    return f"/admin/enterprises/enterprise/{enterprise.pk}/perbaiki-nik/"


def test_an_official_corrects_it_and_no_number_stays_in_the_log() -> None:
    owner, enterprise = owned_enterprise()
    official = OfficialFactory()
    client = web_client(official)
    page = client.get(f"/admin/enterprises/enterprise/{enterprise.pk}/change/")
    assert address(enterprise) in page.content.decode()
    answer = client.post(address(enterprise), {"nik": RIGHT, "reason": REASON})
    assert answer.status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.nik == RIGHT
    event = SecurityEvent.objects.get(action=SecurityAction.NIK_CORRECTED)
    assert (event.person, event.reason) == (official, REASON)
    assert RIGHT not in event.words
    notice = OutboxMessage.objects.get(key="enterprise.nik_corrected")
    assert notice.recipient == owner
    assert RIGHT not in str(notice.context)


def test_what_is_wrong_is_said_and_nothing_written() -> None:
    owned_enterprise(nik=TAKEN, legal_form="perorangan")
    _owner, enterprise = owned_enterprise(legal_form="perorangan")
    former = enterprise.nik
    client = web_client(OfficialFactory())
    for sent, status, words in (
        ({"nik": "", "reason": REASON}, 400, "Isi NIK menurut KTP."),
        ({"nik": "123", "reason": REASON}, 400, "16"),
        ({"nik": RIGHT, "reason": "KTP"}, 400, "apa yang Anda periksa"),
        ({"nik": RIGHT, "reason": f"Di KTP tertulis {RIGHT}."}, 400, "Jangan menulis NIK"),
        ({"nik": TAKEN, "reason": REASON}, 409, "tercatat pada usaha perorangan lain"),
        ({"nik": former, "reason": REASON}, 409, "sudah tercatat pada usaha ini"),
    ):
        answer = client.post(address(enterprise), sent)
        assert (answer.status_code, words in text_of(answer)) == (status, True)
    enterprise.refresh_from_db()
    assert enterprise.nik == former
    assert not OutboxMessage.objects.filter(key="enterprise.nik_corrected").exists()


def test_not_elsewhere_not_by_others_and_not_where_nobody_acts() -> None:
    _owner, enterprise = owned_enterprise()
    sent = {"nik": RIGHT, "reason": REASON}
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert elsewhere.post(address(enterprise), sent).status_code == 404
    staff = web_client(OfficialFactory(role=Role.STAFF))
    assert staff.post(address(enterprise), sent).status_code == 403
    with pytest.raises(Conflict) as refused:
        correct_nik(OfficialFactory(), EnterpriseFactory(), nik=RIGHT, reason=REASON)
    assert refused.value.code == "nobody_acts"


def test_the_owner_reads_how_a_wrong_nik_is_corrected(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    client.force_login(owner)
    page = client.get(f"/usaha/{enterprise.pk}/").content.decode()
    assert '<a href="/akun/data/perbaiki/">Minta perbaikan data</a>' in page


def test_a_claim_that_waits_no_longer_counts_as_matching() -> None:
    _owner, enterprise = owned_enterprise()
    waiting = claim(UserFactory(), enterprise.nib or "", enterprise.nik)
    assert (waiting.state, waiting.matched_nik) == (ClaimState.PENDING, True)
    correct_nik(OfficialFactory(), enterprise, nik=RIGHT, reason=REASON)
    waiting.refresh_from_db()
    assert not waiting.matched_nik


def test_no_reason_of_an_official_holds_a_nik() -> None:
    """Whatever an official writes why for, what may be a NIK is refused before it is stored."""
    _owner, enterprise = owned_enterprise()
    waiting = claim(UserFactory(), enterprise.nib or "", enterprise.nik)
    said = f"KTP {RIGHT[:6]} {RIGHT[6:12]} {RIGHT[12:]} cocok"
    official, person = OfficialFactory(), UserFactory()
    for write in (
        lambda: decide_claim(official, waiting, accept=False, reason=said),
        lambda: judge_form(official, 1, accept=False, reason=said),
        lambda: reset_pin(person, by=official, reason=said),
        lambda: recover_number(person, uuid4(), by=official, reason=said),
        lambda: reset_second_factor(person, by=official, reason=said),
    ):
        with pytest.raises(InvalidInput) as refusal:
            write()
        assert refusal.value.code == "nik_in_reason"


def test_nobody_finds_out_which_numbers_are_registered_by_trying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "OFFICIAL_TRIES", 1)
    owned_enterprise(nik=TAKEN, legal_form="perorangan")
    _owner, enterprise = owned_enterprise(legal_form="perorangan")
    client = web_client(OfficialFactory())
    sent = {"nik": TAKEN, "reason": REASON}
    assert client.post(address(enterprise), sent).status_code == 409
    refused = client.post(address(enterprise), sent)
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    assert "hari ini" in text_of(refused)
    # Others have their own tries.
    again = web_client(OfficialFactory()).post(address(enterprise), {**sent, "nik": RIGHT})
    assert again.status_code == 302
