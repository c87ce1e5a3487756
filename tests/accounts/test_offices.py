"""How offices are reached: honest where nothing is known, kept true by those who answer for it."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Agency, OfficeContact
from accounts.selectors.offices import may_edit_contact, offices_to_ask
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import cast_of, make_application
from tests.factories.second_factor import BACKEND

pytestmark = pytest.mark.django_db
SURABAYA = "35.78"


def office(regency: str | None) -> OfficeContact:
    return OfficeContact.objects.get(field="cooperatives_sme", regency=regency)


def test_nothing_is_invented_and_the_province_stands_behind(client: Client) -> None:
    ask = offices_to_ask("cooperatives_sme", SURABAYA)
    assert (ask.office, ask.province) == (office(SURABAYA), office(None))
    page = client.get("/bantuan/").content.decode()
    assert "Kontak belum diisi dinas." in page
    assert "Dinas belum menuliskan alamat loket dan nomor teleponnya" in page
    assert page.index("https://www.lapor.go.id") < page.index("Dinas provinsi</h2>")
    assert "38 dinas belum menuliskan kontaknya" in page
    assert "tel:" not in page
    assert "https://www.lapor.go.id" in page


def test_a_field_without_an_office_is_answered_by_the_cooperatives_office() -> None:
    assert offices_to_ask("health", SURABAYA).office == office(SURABAYA)
    assert offices_to_ask("health", None).office == office(None)


def test_a_file_names_its_office_and_where_to_complain() -> None:
    Agency.objects.filter(pk=office(SURABAYA).pk).update(contact_phone="031 123 4567")
    for state in ("draft", "submitted"):
        cast = cast_of(SURABAYA)
        client = Client()
        client.force_login(cast.owner, backend=BACKEND)
        application = make_application(cast, state=state)
        page = client.get(f"/pengajuan/{application.pk}/").content.decode()
        assert "031 123 4567" in page
        assert office(SURABAYA).name in page
        assert "SP4N-LAPOR!" in page


def test_a_contact_is_changed_by_its_office_or_the_province() -> None:
    here, there = office(SURABAYA), office("35.15")
    decider = OfficialFactory(role=Role.DECIDER, regency=SURABAYA)
    assert (may_edit_contact(decider, here), may_edit_contact(decider, there)) == (True, False)
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    assert may_edit_contact(staff, here)
    for person in (UserFactory(), OfficialFactory(role=Role.VERIFIER, regency=SURABAYA)):
        assert not may_edit_contact(person, here)


@pytest.mark.parametrize(("number", "status"), [("0812 3456 7890", 302), ("hubungi loket", 200)])
def test_the_admin_changes_the_contact_alone(number: str, status: int) -> None:
    client = Client()
    client.force_login(OfficialFactory(role=Role.DECIDER, regency=SURABAYA), backend=BACKEND)
    here = office(SURABAYA)
    address = f"/admin/accounts/officecontact/{here.pk}/change/"
    sent: dict[str, Any] = {"contact_whatsapp": number, "name": "Lain", "regency": ""}
    assert client.post(address, sent).status_code == status
    stored = office(SURABAYA)
    assert (stored.name, stored.regency_id) == (here.name, SURABAYA)
    assert stored.contact_whatsapp == (number if status == 302 else "")
    there = f"/admin/accounts/officecontact/{office('35.15').pk}/change/"
    assert client.post(there, sent).status_code == 403


def test_who_answers_for_an_office_is_reminded_of_its_empty_contact() -> None:
    client = Client()
    client.force_login(OfficialFactory(role=Role.DECIDER, regency=SURABAYA), backend=BACKEND)
    here = office(SURABAYA)
    page = client.get("/admin/").content.decode()
    assert f'href="/admin/accounts/officecontact/{here.pk}/change/">Kontak dinas yang belum' in page
    Agency.objects.filter(pk=here.pk).update(contact_phone="031 123 4567")
    assert "Kontak dinas yang belum" not in client.get("/admin/").content.decode()
    province = Client()
    province.force_login(OfficialFactory(role=Role.STAFF, regency=None), backend=BACKEND)
    assert "Kontak dinas yang belum diisi: 38" in province.get("/admin/").content.decode()
    verifier = Client()
    verifier.force_login(OfficialFactory(role=Role.VERIFIER, regency=SURABAYA), backend=BACKEND)
    assert "Kontak dinas yang belum" not in verifier.get("/admin/").content.decode()
    help_page = client.get("/bantuan/").content.decode()
    assert "37 dinas belum menuliskan kontaknya" in help_page
    assert "Sampai terisi, pakai kanal pengaduan" not in help_page


def test_every_scheme_page_shows_the_six_parts_of_the_standard(client: Client) -> None:
    page = client.get("/program/kur-mikro/").content.decode()
    for part in (
        "Dokumen persyaratan",
        "Lama pemeriksaan",
        "Biaya layanan dinas",
        "Layanan dinas ini tidak dipungut biaya.",
        "Hasil layanan",
        "Bertanya atau mengadu",
        "SP4N-LAPOR!",
    ):
        assert part in page
    assert "Belum diisi dinas." in client.get("/program/pameran-inacraft/").content.decode()
