"""Forms of the admin: native fields, read-only values in words, rows that are added and removed."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Agency, Posting, User
from enterprises.models import NikSearch
from reference.models import HolidayOverride, LegalParameter
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
POSTING = "/admin/accounts/posting/add/"


@pytest.fixture
def admin_client(client: Client) -> Client:
    return prove_again(as_superuser(client))


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def posting(**changes: str) -> dict[str, str]:
    agency = Agency.objects.get(code="dinkop-jatim")
    form = {"agency": str(agency.pk), "role": "staff", "valid_from": "2026-11-23"}
    return {**form, **changes}


def test_a_day_is_a_native_field(admin_client: Client) -> None:
    day = HolidayOverride.objects.create(date=date(2026, 12, 9), name="Pilkada", is_working=False)
    text = page(admin_client, f"/admin/reference/holidayoverride/{day.pk}/change/")
    assert re.search(r'<input type="date" name="date" value="2026-12-09"[^>]*required', text)
    assert "Pilih tanggal" not in text


def test_a_form_loads_our_script_alone(admin_client: Client) -> None:
    person = OfficialFactory()
    for address in (POSTING, f"/admin/accounts/user/{person.pk}/change/"):
        text = page(admin_client, address)
        assert re.findall(r"/static/admin/[^\"]+", text) == []
        assert "admin_portal.forms.js" in text
        assert "related-widget-wrapper" not in text


def test_a_person_is_named_by_address(admin_client: Client) -> None:
    person = UserFactory(email="siti@umkm.example")
    answer = admin_client.post(POSTING, posting(user=" SITI@umkm.example "))
    assert answer.status_code == 302
    assert Posting.objects.get(user=person).role == "staff"
    row = Posting.objects.get(user=person)
    text = page(admin_client, f"/admin/accounts/posting/{row.pk}/change/")
    assert 'value="siti@umkm.example"' in text
    assert "/admin/autocomplete/?app_label=accounts&amp;model_name=posting" in text


@pytest.mark.parametrize("typed", ["tidak@ada.id", "1", "a\0b", "x" * 5000, "<script>"])
def test_an_unknown_person_is_refused_in_words(admin_client: Client, typed: str) -> None:
    answer = admin_client.post(POSTING, posting(user=typed))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Tidak ada akun dengan email ini. Buat akunnya lebih dahulu." in text
    assert "<script>" not in text.replace("<script src", "")
    assert not Posting.objects.exists()


def test_faults_are_listed_first_and_lead_to_their_fields(admin_client: Client) -> None:
    text = admin_client.post(POSTING, posting(role="raja")).content.decode()
    summary = text[text.index('role="alert"') : text.index("</ul>", text.index('role="alert"'))]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_user", "id_role"]
    assert "<title>Kesalahan: " in text


def test_values_that_nobody_changes_are_in_words(admin_client: Client) -> None:
    at = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
    search = NikSearch.objects.create(user=UserFactory(name="Ana"), at=at, found=1200)
    text = page(admin_client, f"/admin/enterprises/niksearch/{search.pk}/change/")
    assert "<dd>23 Nov 2026, 14.05 WIB</dd>" in text
    assert "<dd>1.200</dd>" in text
    assert "<button" not in text[text.index("<h1>") : text.index("keys-open")]
    row = LegalParameter.objects.get(key="correction.answer")
    mixed = page(admin_client, f"/admin/reference/legalparameter/{row.pk}/change/")
    assert '<p class="value">belum diverifikasi</p>' in mixed


def test_an_inline_keeps_its_empty_row_in_a_template(admin_client: Client) -> None:
    person = OfficialFactory()
    text = page(admin_client, f"/admin/accounts/user/{person.pk}/change/")
    inside = text[text.index("<template>") : text.index("</template>")]
    assert 'name="postings-__prefix__-agency"' in inside
    assert text.count("__prefix__") == inside.count("__prefix__")


@pytest.mark.parametrize(
    ("query", "rows"), [("", 1), ("?rows=3", 4), ("?rows=99", 11), ("?rows=-1", 1), ("?rows=²", 1)]
)
def test_empty_rows_may_be_asked_for(admin_client: Client, query: str, rows: int) -> None:
    person = OfficialFactory()
    text = page(admin_client, f"/admin/accounts/user/{person.pk}/change/{query}")
    assert f'name="postings-TOTAL_FORMS" value="{rows}"' in text
    assert len(set(re.findall(r'name="postings-(\d+)-role"', text))) == rows


def test_deleting_asks_first(admin_client: Client) -> None:
    day = HolidayOverride.objects.create(date=date(2026, 12, 9), name="Pilkada", is_working=False)
    address = f"/admin/reference/holidayoverride/{day.pk}/delete/"
    text = page(admin_client, address)
    assert "Ya, hapus" in text
    assert HolidayOverride.objects.exists()
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert not HolidayOverride.objects.exists()


def test_deleting_ticked_rows_asks_first(admin_client: Client) -> None:
    days = [
        HolidayOverride.objects.create(date=date(2026, 12, day), name="Uji", is_working=False)
        for day in (9, 10, 11)
    ]
    ticked = [str(day.pk) for day in days[:2]]
    form: dict[str, Any] = {"action": "delete_selected", "index": "0", "_selected_action": ticked}
    address = "/admin/reference/holidayoverride/"
    text = admin_client.post(address, form).content.decode()
    assert "Ya, hapus" in text
    assert all(f'name="_selected_action" value="{pk}"' in text for pk in ticked)
    assert HolidayOverride.objects.count() == 3
    assert admin_client.post(address, {**form, "post": "yes"}).status_code == 302
    assert [*HolidayOverride.objects.all()] == [days[2]]


@pytest.mark.parametrize("address", ["reference/holidayoverride", "notifications/outboxmessage"])
def test_ticks_that_are_no_keys_are_no_rows(admin_client: Client, address: str) -> None:
    day = HolidayOverride.objects.create(date=date(2026, 12, 9), name="Uji", is_working=False)
    for ticks in (["' OR 1=1--", "9" * 30, "-1", ""], ["x", str(day.pk)]):
        for action in ("delete_selected", "send_again", "x"):
            form = {"action": action, "index": "0", "_selected_action": ticks}
            assert admin_client.post(f"/admin/{address}/", form, follow=True).status_code == 200
    assert HolidayOverride.objects.exists()


def test_an_action_without_a_row_changes_nothing(admin_client: Client) -> None:
    HolidayOverride.objects.create(date=date(2026, 12, 9), name="Uji", is_working=False)
    form = {"action": "delete_selected", "index": "0"}
    answer = admin_client.post("/admin/reference/holidayoverride/", form, follow=True)
    assert answer.status_code == 200
    assert 'class="said-warning"' in answer.content.decode()
    assert HolidayOverride.objects.count() == 1


def test_a_change_is_in_the_history(admin_client: Client) -> None:
    form = {"date": "2026-12-09", "name": "Pilkada", "legal_basis": "Keppres contoh"}
    admin_client.post("/admin/reference/holidayoverride/add/", form)
    pk = HolidayOverride.objects.get().pk
    text = page(admin_client, f"/admin/reference/holidayoverride/{pk}/history/")
    assert "Riwayat perubahan" in text
    assert "WIB" in text


def test_a_page_that_is_not_theirs_keeps_the_navigation(client: Client) -> None:
    official: User = OfficialFactory()
    client.force_login(official)
    answer = client.get("/admin/accounts/user/")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Penugasan Anda tidak mencakup halaman ini." in text
    assert '<header class="bar">' in text
