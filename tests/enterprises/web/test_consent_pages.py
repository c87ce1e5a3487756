"""The pages of consent: a helper asks, an owner invites and approves, the office judges."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import SecurityAction
from accounts.models import SecurityEvent
from common.dates import clock
from enterprises.models import Claim, HelperConsent, HelperInvitation, Member, OwnerNotice
from notifications.models import OutboxMessage
from tests.api.client import photo
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, OfficialFactory
from tests.factories.consents import OWNER, declared_helper, owner_code, waiting_notice
from tests.factories.enterprises import MemberFactory, owned_enterprise

pytestmark = pytest.mark.django_db
ASKED = {"owner_name": OWNER, "phone": "0857-1234-5678", "via": "sms"}


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.django_db(transaction=True)
def test_a_helper_asks_by_code_and_the_page_says_each_time_where_it_stands(client: Client) -> None:
    helper, enterprise = declared_helper()
    client.force_login(helper)
    address = f"/usaha/{enterprise.pk}/persetujuan/"
    page = text(client.get(address))
    assert "atas pernyataan Anda sendiri sampai" in page
    assert "Pelaku usaha dapat mengakhiri persetujuan ini kapan saja." in page
    assert f"Yang mendampingi: {helper.get_full_name()}" in page
    assert "seperti di KTP" in text(client.post(address, {"owner_name": "", "phone": "1"}))
    assert client.post(address, ASKED).status_code == 302
    page = text(client.get(address))
    assert OWNER in page
    assert "5678" in page
    assert "5712345678" not in page
    again = client.post(address, ASKED)
    assert (again.status_code, again["Retry-After"] != "") == (429, True)
    code = owner_code()
    assert "Kode salah" in text(client.post(address, {"kode": "x"}))
    answer = client.post(address, {"kode": f"{code[:3]} {code[3:]}"})
    assert (answer.status_code, answer["Location"]) == (302, f"/usaha/{enterprise.pk}/")
    assert f"{OWNER} setuju Anda mendampingi usaha ini" in text(client.get(address))
    assert client.post(address, ASKED).status_code == 409
    assert "Formulir tidak diperlukan" in text(client.get(f"{address}formulir/"))


def test_a_form_is_printed_sent_opened_and_accepted(client: Client) -> None:
    helper, enterprise = declared_helper()
    client.force_login(helper)
    address = f"/usaha/{enterprise.pk}/persetujuan/formulir/"
    printed = f"/usaha/{enterprise.pk}/persetujuan/cetak/"
    blank = text(client.get(printed))
    named = text(client.post(printed, {"owner_name": f"{OWNER} <b>"}))
    for shown in (helper.get_full_name(), enterprise.name, "Pelaku usaha setuju pendamping"):
        assert shown in blank
        assert shown in named
    assert f"{OWNER} &lt;b&gt;" in named
    assert "Unggah formulirnya" in text(client.post(address, {"owner_name": OWNER}))
    broken = SimpleUploadedFile("a.jpg", b"\xff\xd8 nothing", "image/jpeg")
    refused = client.post(address, {"owner_name": OWNER, "file": broken})
    assert refused.status_code in (200, 415)
    assert not HelperConsent.objects.exists()
    answer = client.post(address, {"owner_name": OWNER, "file": photo("formulir.jpg")})
    assert answer.status_code == 302
    assert "sedang diperiksa dinas" in text(client.get(f"/usaha/{enterprise.pk}/persetujuan/"))
    assert "formulir.jpg" not in text(client.get(f"/usaha/{enterprise.pk}/"))
    waiting = HelperConsent.objects.get()
    office = "/admin/enterprises/helperconsent/"
    official = web_client(OfficialFactory())
    assert OWNER in text(official.get(office))
    page = text(official.get(f"{office}{waiting.pk}/change/"))
    assert "Buka formulir: formulir.jpg" in page
    opened: Any = official.get(f"{office}{waiting.pk}/formulir/")
    assert (opened.status_code, opened["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(opened.streaming_content).startswith(b"\xff\xd8")
    thing = f"helper-consent:{waiting.pk}"
    assert SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED, thing=thing).exists()
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert elsewhere.get(f"{office}{waiting.pk}/formulir/").status_code == 404
    former = OfficialFactory()
    MemberFactory(enterprise=enterprise, user=former, until=clock.now())
    assert web_client(former).get(f"{office}{waiting.pk}/formulir/").status_code == 403
    assert "Buka formulir" not in text(web_client(former).get(f"{office}{waiting.pk}/change/"))
    sent = {"decision": "accept", "reason": "  "}
    empty = official.post(f"{office}{waiting.pk}/change/", sent)
    assert (empty.status_code, "Tulis alasan" in text(empty)) == (400, True)
    picked = official.post(f"{office}{waiting.pk}/change/", {**sent, "pick": "Siap pakai."})
    assert "Siap pakai." in text(picked)
    sent["reason"] = "Tanda tangan sesuai KTP."
    for _again in range(2):
        official.post(f"{office}{waiting.pk}/change/", sent)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("given", "Tanda tangan sesuai KTP.")
    assert Member.objects.get(user=helper).mandate == waiting
    end = {"decision": "end", "reason": "Pemilik datang ke loket."}
    assert official.post(f"{office}{waiting.pk}/change/", end).status_code == 302
    assert client.get(f"/usaha/{enterprise.pk}/").status_code == 404


def test_an_owner_invites_and_the_helper_answers_before_anything_opens(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    helper = HelperFactory()
    address = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(owner)
    answers = [
        text(client.post(address, {"email": email}, follow=True))
        for email in (str(helper.email).upper(), "tidak-ada@umkm.example", str(owner.email))
    ]
    assert all("Undangan dicatat" in page for page in answers)
    assert "seperti nama@contoh.id" in text(client.post(address, {"email": "x"}, follow=True))
    client.post(address, {"email": helper.email})
    invitation = HelperInvitation.objects.get(helper=helper)
    assert OutboxMessage.objects.filter(key="helper.invited", recipient=helper).count() == 1
    other = web_client(HelperFactory())
    other.post("/pendamping/", {"terima": invitation.pk})
    assert not Claim.objects.exists()
    helped = web_client(helper)
    assert enterprise.name in text(helped.get("/pendamping/"))
    for typed in (invitation.pk, invitation.pk, "x", ""):
        assert helped.post("/pendamping/", {"terima": typed}).status_code == 302
    assert helped.get(f"/usaha/{enterprise.pk}/").status_code == 404
    asked = Claim.objects.get()
    client.post(address, {"setuju": asked.pk})
    assert helped.get(f"/usaha/{enterprise.pk}/").status_code == 200
    plain = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    assert web_client(plain.user).post(address, {"email": helper.email}).status_code == 403


def test_an_owner_approves_a_helper_who_acts_on_their_word(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    member = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    address = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(owner)
    assert "Ia menyatakan Anda sudah setuju" in text(client.get(address))
    for _again in range(2):
        assert client.post(address, {"setujui": member.pk}).status_code == 302
    assert "Ia menyatakan Anda sudah setuju" not in text(client.get(address))
    assert HelperConsent.objects.get().way == "account"


def test_a_slip_is_printed_and_marked_at_the_counter(client: Client) -> None:
    notice = waiting_notice()
    client.force_login(notice.helper)
    own = f"/usaha/{notice.enterprise_id}/pemberitahuan/"
    assert "menunggu lembar di loket" in text(client.get(own))
    slip = text(client.get(f"{own}{notice.pk}/"))
    assert notice.helper.get_full_name() in slip
    assert "mendaftarkan usaha" in slip
    assert client.get(f"{own}{notice.pk + 1}/").status_code == 404
    assert client.get(f"{own}?hal=x").status_code == 302
    other = waiting_notice()
    assert client.get(f"{own}{other.pk}/").status_code == 404
    office = f"/admin/enterprises/ownernotice/{notice.pk}/change/"
    official = web_client(OfficialFactory())
    page = text(official.get(office))
    assert "Catat sudah diserahkan" in page
    # What is handed over is the slip alone.
    assert 'class="stack no-print"' in page
    assert 'class="soft no-print"' in page
    assert ".no-print" in (settings.BASE_DIR / "static/admin_portal.css").read_text()
    assert official.post(office, {"told_on": "x"}).status_code == 400
    today = clock.local_date(notice.at).isoformat()
    for _again in range(2):
        assert official.post(office, {"told_on": today}).status_code == 302
    assert "diberitahukan di loket" in text(client.get(own))
    assert OwnerNotice.objects.get(pk=notice.pk).told_by is not None


def test_the_counter_ends_the_help_that_a_slip_tells_of(client: Client) -> None:
    notice = waiting_notice()
    office = f"/admin/enterprises/ownernotice/{notice.pk}/change/"
    official = web_client(OfficialFactory())
    label = "Akhiri atas permintaan pemilik"
    assert label in text(official.get(office))
    short = official.post(office, {"end": "1", "reason": "x"})
    assert (short.status_code, "paling sedikit 3 huruf" in text(short)) == (400, True)
    assert official.post(office, {"end": "1", "reason": "\x00" * 5}).status_code == 400
    # What is refused stays on the page, with the words beside its field.
    named = official.post(office, {"end": "1", "reason": "NIK pemilik 3578011708450003"})
    assert (named.status_code, "Jangan menulis NIK" in text(named)) == (400, True)
    assert "NIK pemilik 3578011708450003</textarea>" in text(named)
    elsewhere = web_client(OfficialFactory(regency="35.15"))
    assert elsewhere.post(office, {"end": "1", "reason": "Pemilik."}).status_code == 403
    client.force_login(notice.helper)
    assert client.get(f"/usaha/{notice.enterprise_id}/").status_code == 200
    sent = {"end": "1", "reason": "Pemilik datang ke loket."}
    assert "Pendampingan diakhiri" in text(official.post(office, sent, follow=True))
    assert "sudah berakhir" in text(official.post(office, sent, follow=True))
    assert label not in text(official.get(office))
    assert client.get(f"/usaha/{notice.enterprise_id}/").status_code == 404
    logged = LogEntry.objects.get(object_id=str(notice.pk))
    assert (logged.user.is_staff, logged.change_message) == (True, sent["reason"])
    # The slip itself may still be handed over.
    assert OwnerNotice.objects.get(pk=notice.pk).way == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_notices_takes_the_same_queries_for_any_number(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    notice = waiting_notice()
    for _row in range(count - 1):
        OwnerNotice.objects.create(
            enterprise=notice.enterprise, helper=notice.helper, act="drafted", at=notice.at
        )
    client.force_login(notice.helper)
    with django_assert_num_queries(7):
        client.get(f"/usaha/{notice.enterprise_id}/pemberitahuan/")


def test_invitations_that_wait_are_listed_alike_and_taken_back(client: Client) -> None:
    """Whether an address belongs to a helper shows nowhere: not in the list, not twice invited."""
    owner, enterprise = owned_enterprise()
    helper = HelperFactory(email="ayu@dampingan.example")
    page = f"/usaha/{enterprise.pk}/orang/"
    client.force_login(owner)
    for name in ("ayu@dampingan", "AYU@dampingan", "budi@lain", "Budi@lain"):
        client.post(page, {"email": f"{name}.example"})
    shown = text(client.get(page))
    assert shown.count('name="tarik"') == 2
    assert "a…@dampingan.example" in shown
    assert "b…@lain.example" in shown
    assert "ayu@dampingan.example" not in shown
    rows = {each.helper_id: each for each in HelperInvitation.objects.all()}
    stranger, other = owned_enterprise()
    elsewhere = web_client(stranger)
    elsewhere.post(f"/usaha/{other.pk}/orang/", {"tarik": rows[helper.pk].pk})
    assert elsewhere.post(page, {"tarik": rows[helper.pk].pk}).status_code == 404
    assert HelperInvitation.objects.count() == 2
    for row in rows.values():
        assert "Undangan ditarik." in text(client.post(page, {"tarik": row.pk}, follow=True))
    again = text(client.post(page, {"tarik": rows[helper.pk].pk}, follow=True))
    assert "sudah dijawab atau ditarik" in again
    helped = web_client(helper)
    answer = helped.post("/pendamping/", {"terima": rows[helper.pk].pk}, follow=True)
    assert "sudah dijawab atau ditarik" in text(answer)
    assert not Claim.objects.filter(user=helper).exists()
    assert 'name="tarik"' not in text(client.get(page))
