"""Downloads of lists: exactly the rows shown, all pages, and no formula, NIK or whole number."""

import csv
import io
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from common.admin import export
from enterprises.models import Enterprise
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory, EnterpriseFactory

pytestmark = pytest.mark.django_db
REGISTER = "/admin/enterprises/enterprise/"
CLAIMS = "/admin/enterprises/claim/"


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(OfficialFactory(role=Role.STAFF, regency=None))
    return client


def content(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(client.get(address)).decode())))


def test_the_file_holds_the_rows_of_the_list_in_its_order(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_BATCH", 2)
    for n in range(5):
        EnterpriseFactory(name=f"Batik {n}", sector="spa")
    EnterpriseFactory(name="Batik", sector="fashion")
    EnterpriseFactory(name="Mebel", sector="spa")
    day = list(official.get(REGISTER).context["cl"].list_display).index("created_at")
    query = f"?q=batik&sector__exact=spa&o={day}&cursor=x&p=3"
    rows = table(official, f"{REGISTER}unduh/csv/{query}")
    assert rows[0][:3] == ["Nama usaha", "NIB", "Surat keterangan usaha"]
    assert [row[0] for row in rows[1:]] == [f"Batik {n}" for n in range(5)]


def test_the_list_links_to_its_own_files(official: Client) -> None:
    EnterpriseFactory(sector="spa")
    page = official.get(f"{REGISTER}?sector__exact=spa&cursor=").content.decode()
    for file_format in ("csv", "xlsx"):
        assert f'href="{REGISTER}unduh/{file_format}/?sector__exact=spa"' in page


def test_a_sheet_holds_dates_as_dates(official: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z"):
        EnterpriseFactory(name="Batik")
        answer = official.get(f"{REGISTER}unduh/xlsx/")
        book = openpyxl.load_workbook(io.BytesIO(content(answer)))
    assert answer["Content-Disposition"] == 'attachment; filename="usaha-2026-11-23.xlsx"'
    sheet = book.active
    assert sheet is not None
    head, row = list(sheet.iter_rows(values_only=True))
    assert head[:2] == ("Nama usaha", "NIB")
    assert row[0] == "Batik"
    assert str(row[-1]) == "2026-11-23 00:00:00"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_empty_list_is_a_file_with_headings(official: Client, file_format: str) -> None:
    assert content(official.get(f"{REGISTER}unduh/{file_format}/"))


def test_formulas_and_numbers_of_people_do_not_leave(official: Client) -> None:
    row = EnterpriseFactory(name='=HYPERLINK("x")')
    text = content(official.get(f"{REGISTER}unduh/csv/")).decode()
    assert "'=HYPERLINK" in text
    assert row.nik not in text
    assert "131752941565000" not in text
    assert "81234567890" not in text
    assert "240000000" not in text


def test_a_longer_list_is_refused_not_cut(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        EnterpriseFactory(sector="spa")
    monkeypatch.setattr(export, "CAP", 2)
    answer = official.get(f"{REGISTER}unduh/csv/?sector__exact=spa")
    assert (answer.status_code, answer["Location"]) == (302, f"{REGISTER}?sector__exact=spa")
    assert "Persempit saringan" in official.get(REGISTER).content.decode()


def test_a_file_stays_within_the_scope(client: Client) -> None:
    EnterpriseFactory(name="Di sini")
    EnterpriseFactory(name="Di sana", regency_id="35.15")
    ClaimFactory(enterprise__name="Klaim di sana", enterprise__regency_id="35.15")
    client.force_login(OfficialFactory())
    assert [row[0] for row in table(client, f"{REGISTER}unduh/csv/")[1:]] == ["Di sini"]
    assert table(client, f"{CLAIMS}unduh/csv/")[1:] == []


def test_similar_rows_are_downloaded_as_they_are_shown(official: Client) -> None:
    EnterpriseFactory(name="Kripik Tempe Barokah")
    EnterpriseFactory(name="Batik Canting Ayu")
    rows = table(official, f"{REGISTER}unduh/csv/?q=kripk+barokh")
    assert [row[0] for row in rows[1:]] == ["Kripik Tempe Barokah"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("unduh/pdf/", 404),
        ("unduh/xml/", 404),
        ("unduh/csv/?q=3578014508170001", 302),
    ],
)
def test_what_is_no_list_has_no_file(official: Client, path: str, status: int) -> None:
    assert official.get(f"{REGISTER}{path}").status_code == status
    assert official.post(f"{REGISTER}unduh/csv/").status_code == 405
    assert Enterprise.objects.count() == 0


def test_only_those_who_read_the_list_download_it(client: Client) -> None:
    client.force_login(OfficialFactory(role=Role.STAFF))
    assert client.get(f"{CLAIMS}unduh/csv/").status_code == 403
    assert client.get("/admin/accounts/user/unduh/csv/").status_code == 403
    client.force_login(UserFactory())
    assert client.get(f"{REGISTER}unduh/csv/").status_code in (302, 403)


def test_people_are_downloaded_with_their_postings(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    OfficialFactory(name="Petugas Ana", email="ana@contoh.id")
    rows = table(client, "/admin/accounts/user/unduh/csv/")
    assert [row[0] for row in rows[1:]] == ["Petugas Ana"]
    assert rows[1][2].startswith("verifikator · Dinas")
    postings = table(client, "/admin/accounts/posting/unduh/csv/")
    assert postings[0] == ["Petugas", "Email", "Peran", "Dinas", "Sejak", "Sampai"]
    assert postings[1][2] == "verifikator"
