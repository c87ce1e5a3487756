"""The pages of imports: what they show, whom they answer, what they take."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS
from registers.enums import RunState
from registers.models import RegisterRun
from registers.services.runs import request_undo
from registers.services.storage import errors_path, register_path
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import ClaimFactory, typed_enterprise
from tests.registers.files import imported, importer, numbered, register_text, uploaded, work_all

pytestmark = pytest.mark.django_db
LIST = "/admin/impor/"
# Session, person, second factor, postings for navigation and permission, and the rows.
QUERIES = 7
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def staff(client: Client) -> Any:
    person = importer()
    client.force_login(person, backend=BACKEND)
    return person


def text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


def address(run: RegisterRun, part: str = "") -> str:
    return f"{LIST}{run.pk}/{part}"


def send(client: Client, content: bytes | str, name: str = "usaha.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(LIST, {"file": SimpleUploadedFile(name, data)})


def test_a_register_is_imported_page_by_page(client: Client, staff: Any) -> None:
    rows = [*numbered(2), typed_enterprise(3, name="")]
    answer = send(client, register_text(*rows), "../../Daftar <b>usaha</b>.csv")
    run = RegisterRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(run))
    page = text(client.get(address(run)))
    assert "Belum ada yang disimpan" in page
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert client.get(address(run, "keadaan/")).json() == {
        "state": "checking",
        "percent": 0,
        "text": "0 % · 0 baris dibaca",
        "read": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "bad": 0,
    }
    work_all()
    answer = client.get(address(run))
    page = text(answer)
    assert "Mulai impor: 2 baru, 0 diperbarui" in page
    assert "Nama usaha belum diisi. Isi kolom ini." in page
    assert "refresh" not in page
    assert "unsafe" not in answer["Content-Security-Policy"]
    errors = client.get(address(run, "kesalahan/"))
    assert errors["Content-Type"] == "text/csv; charset=utf-8"
    assert errors["Content-Disposition"] == (f'attachment; filename="kesalahan-impor-{run.pk}.csv"')
    assert text(errors) == ("line,column,reason\n4,name,Nama usaha belum diisi. Isi kolom ini.\n")
    assert client.post(address(run), {"action": "confirm"})["Location"] == address(run)
    work_all()
    page = text(client.get(address(run)))
    assert "Impor selesai" in page
    assert "Batalkan seluruh impor ini" in page
    assert Enterprise.objects.count() == 2
    client.post(address(run), {"action": "undo"})
    assert "sedang dibatalkan" in text(client.get(address(run)))
    work_all()
    assert "usaha baru dihapus" in text(client.get(address(run)))
    assert Enterprise.objects.count() == 0
    assert (run.filename, run.size) == ("b.csv", len(register_text(*rows)))
    assert run.filename in text(client.get(LIST))


def test_a_workbook_is_taken_and_its_sheet_and_sums_are_named(client: Client, staff: Any) -> None:
    template = client.get(f"{LIST}templat/")
    assert template["Content-Disposition"] == 'attachment; filename="daftar-usaha.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(template.content))
    sheet = book.worksheets[0]
    for number in range(3):
        row = typed_enterprise(number, nik=f"357801170845012{number}"[:15] + "0")
        sheet.append([row[name] for name in FIELDS])
    sheet.append(["JUMLAH", *[None] * (FIELDS.index("owner_capital") - 1), 180_000_000])
    out = io.BytesIO()
    book.save(out)
    assert f'href="{LIST}templat/"' in text(client.get(LIST))
    send(client, out.getvalue(), "daftar.xlsx")
    run = RegisterRun.objects.get()
    assert client.get(address(run, "keadaan/")).json()["percent"] == 0
    work_all()
    page = text(client.get(address(run)))
    assert "lembar Daftar usaha" in page
    assert "Baris jumlah, dilewati" in page
    assert "Banyak NIK dalam berkas ini berakhiran 0" in page


def test_what_blocks_an_undo_is_listed(client: Client, staff: Any) -> None:
    run = imported(staff, *numbered(2))
    used = Enterprise.objects.latest("pk")
    ClaimFactory(enterprise=used)
    request_undo(staff, run.pk)
    work_all()
    page = text(client.get(address(run)))
    assert "sebagian usaha sudah dipakai atau diubah" in page
    assert f'<a href="/admin/enterprises/enterprise/{used.pk}/change/">{used.name}</a>' in page
    assert "sudah memiliki klaim usaha" in page
    assert Enterprise.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "Berkas kosong: salah satu baris pertama harus berisi nama kolom."),
        (b"PK\x03\x04" + bytes(300), "Berkas Excel ini tidak terbaca."),
        (register_text().encode("utf-16"), "Berkas ini hanya berisi nama kolom."),
        (b"\x00\x01\x02\x03", "Berkas ini bukan tabel."),
        (b"name\nx\n", "Kolom ini tidak ada: legal_form"),
        (register_text().encode(), "Berkas ini hanya berisi nama kolom."),
    ],
)
def test_a_file_that_is_no_register_is_refused_immediately(
    client: Client, staff: Any, content: bytes, error: str
) -> None:
    assert send(client, content)["Location"] == LIST
    assert error in text(client.get(LIST))
    assert not RegisterRun.objects.exists()


def test_a_form_without_a_file_is_refused(client: Client, staff: Any) -> None:
    assert client.post(LIST)["Location"] == LIST
    assert "Pilih berkas Excel atau CSV dahulu." in text(client.get(LIST))


def test_the_same_file_again_leads_to_the_first(client: Client, staff: Any) -> None:
    content = register_text(*numbered(1))
    first = send(client, content)["Location"]
    assert send(client, content, "lain.csv")["Location"] == first
    assert "Berkas yang sama sudah diunggah dan sedang diperiksa." in text(client.get(first))
    assert RegisterRun.objects.count() == 1


def test_at_most_a_hundred_faults_are_shown_and_all_are_downloaded(
    client: Client, staff: Any
) -> None:
    run = uploaded(staff, *numbered(130, name=""))
    work_all()
    assert text(client.get(address(run))).count("Nama usaha belum diisi") == 100
    assert text(client.get(address(run, "kesalahan/"))).count("\n") == 131
    # Errors of a chunk that never committed are not shown.
    with errors_path(run).open("a") as stream:
        stream.write("999,name,bukan milik siapa pun\n")
    assert text(client.get(address(run, "kesalahan/"))).count("\n") == 131


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_any_number(
    client: Client, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        run = uploaded(importer(), *numbered(count, first=10 * number, name=""))
    work_all()
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        assert text(client.get(LIST)).count("chip-turn") == count
    with django_assert_num_queries(QUERIES):
        assert client.get(address(run)).status_code == 200
    with django_assert_num_queries(QUERIES):
        assert client.get(address(run, "keadaan/")).status_code == 200


def test_the_list_is_paged_by_key(client: Client, staff: Any) -> None:
    for number in range(21):
        uploaded(staff, *numbered(1, first=number))
    page = client.get(LIST)
    newest = [run.pk for run, _chip in page.context["runs"]]
    assert len(newest) == 20
    older = client.get(f"{LIST}?cursor={page.context['page'].next}")
    assert [run.pk for run, _chip in older.context["runs"]] == [
        RegisterRun.objects.earliest("id").pk
    ]
    assert client.get(f"{LIST}?cursor=x").status_code == 404


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.ANALYST, Role.DECIDER, Role.CURATOR])
def test_other_roles_are_refused(client: Client, role: Role) -> None:
    run = uploaded(importer("35.78"), *numbered(1))
    client.force_login(importer("35.78", role), backend=BACKEND)
    for page in (LIST, address(run), address(run, "keadaan/"), address(run, "kesalahan/")):
        assert client.get(page).status_code == 403
    assert send(client, register_text(*numbered(1, first=5))).status_code == 403
    assert client.post(address(run), {"action": "confirm"}).status_code == 403
    assert "Impor daftar usaha" not in text(client.get("/admin/"))


def test_owners_and_visitors_are_refused(client: Client) -> None:
    run = uploaded(importer(), *numbered(1))
    assert client.get(address(run)).status_code == 302
    client.force_login(UserFactory(), backend=BACKEND)
    for page in (LIST, address(run), address(run, "keadaan/"), address(run, "kesalahan/")):
        assert client.get(page).status_code == 302


def test_another_offices_import_does_not_exist(client: Client) -> None:
    run = uploaded(importer("35.15"), *numbered(1, name=""))
    work_all()
    client.force_login(importer("35.78"), backend=BACKEND)
    for page in ("", "keadaan/", "kesalahan/"):
        assert client.get(address(run, page)).status_code == 404
    assert client.post(address(run), {"action": "discard"}).status_code == 404
    assert client.get(f"{LIST}{2**70}/").status_code == 404
    assert run.filename not in text(client.get(LIST))
    client.force_login(importer(), backend=BACKEND)
    assert client.get(address(run)).status_code == 200
    assert "Impor daftar usaha" in text(client.get("/admin/"))


def test_an_unknown_or_late_action_is_refused(client: Client, staff: Any) -> None:
    run = uploaded(staff, *numbered(1))
    assert client.post(address(run), {"action": "hapus"}).status_code == 404
    client.post(address(run), {"action": "undo"})
    assert "Keadaan impor sudah berubah: sedang diperiksa." in text(client.get(address(run)))
    run.refresh_from_db()
    assert run.state == RunState.CHECKING


def test_officials_may_upload_more_than_other_requests_allow(
    client: Client, settings: Any, staff: Any
) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    settings.REQUEST_MAX_BYTES_AT = {LIST: 20_000}
    content = register_text(*numbered(30))
    assert 1000 < len(content) < 20_000
    assert send(client, content).status_code == 302
    run = RegisterRun.objects.get()
    assert register_path(run).read_bytes() == content.encode()
    assert send(client, content * 5).status_code == 413
    assert client.post(address(run), {"x": "y" * 1100}).status_code == 413
    client.force_login(UserFactory(), backend=BACKEND)
    assert send(client, content).status_code == 413
    client.logout()
    assert send(client, content).status_code == 413


def test_the_form_needs_its_token(staff: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff, backend=BACKEND)
    assert send(strict, register_text(*numbered(1))).status_code == 403
    assert not RegisterRun.objects.exists()


def test_the_address_is_the_one_that_may_be_larger(settings: Any) -> None:
    assert [*settings.REQUEST_MAX_BYTES_AT] == [reverse("admin:registers_import")]
