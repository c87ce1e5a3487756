"""The report of applications as CSV and XLSX: the rows of the filter, cells of the right type."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.selectors.queue import View, listed
from applications.selectors.queue_filters import QueueFilters
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict
from reports.definitions.applications import clean, rows
from reports.definitions.registry import report
from reports.enums import ExportState
from reports.models import ExportJob
from reports.services import exports
from reports.services.exports import delete_expired, export_path, run_waiting
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/reports/applications/"


@pytest.fixture
def staff() -> User:
    return OfficialFactory(role=Role.STAFF, regency=None)


def _csv(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get(ADDRESS, {"format": "csv", **query})
    assert response.status_code == 200
    body = response.getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert response["X-Row-Count"] == str(len(rows))
    return rows


def test_the_csv_holds_the_rows_of_the_filter(staff: User) -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        wanted = make_application(cast_of(), stage="verification")
        make_application(cast_of("35.09"), state="submitted")
        make_application(cast_of(), state="draft")
        rows = _csv(web_client(staff), regency="35.78")
        assert [row["Nomor"] for row in rows] == [wanted.number]
        assert rows[0]["NIB"] == wanted.enterprise.nib
        assert rows[0]["Jumlah diminta (Rp)"] == "40000000"
        assert rows[0]["Dikirim"] == "2026-11-20"
        assert rows[0]["Tahap"] == "Verifikasi"
        assert rows[0]["Sektor"] == "Mebel"
        assert rows[0]["Tujuan"] == "Modal kerja"
        assert rows[0]["Keadaan"] == "Sedang diperiksa"


def test_the_rows_are_those_of_an_officials_list(staff: User) -> None:
    late_day, today = "2026-11-17 10:00+07:00", "2026-11-23 10:00+07:00"
    with time_machine.travel(late_day, tick=True):
        batik = make_application(cast_of(name="Batik Ayu"), state="submitted")
        mebel = make_application(cast_of(name="Mebel Jati"), stage="verification")
    with time_machine.travel(today, tick=True):
        new = make_application(cast_of(name="Batik Baru"), state="submitted")
        client = web_client(staff)

        def numbers(**query: str) -> list[str]:
            return [row["Nomor"] for row in _csv(client, **query)]

        assert numbers(view="all") == [batik.number, mebel.number, new.number]
        assert numbers(view="late", q="batik") == [batik.number]
        assert numbers(stage="completeness") == [batik.number, new.number]
        assert numbers(stage="verification", view="all") == [mebel.number]
        owner = batik.created_by
        assert owner.email is not None
        assert numbers(q=owner.email) == [batik.number]
        assert numbers(q="batik", search_in="applicant") == []
        # Nothing waits for staff who only report.
        assert numbers(view="mine") == []
        empty = client.get(ADDRESS, {"format": "xlsx", "q": "batik", "search_in": "applicant"})
        sheet = openpyxl.load_workbook(io.BytesIO(empty.getvalue())).active
        assert sheet is not None
        assert sheet.max_row <= 2


def _officials() -> dict[str, User]:
    """Return those who export: bounded or not, by postings or as superuser, reviewing elsewhere."""
    reviewing = OfficialFactory(role=Role.STAFF, regency="35.78")
    OfficialFactory(user=reviewing, role=Role.VERIFIER, regency="35.78")
    return {
        "province": OfficialFactory(role=Role.STAFF, regency=None),
        "regency": OfficialFactory(role=Role.STAFF, regency="35.09"),
        "administrator": OfficialFactory(role=Role.ADMIN, regency=None),
        "superuser": OfficialFactory(role=Role.ADMIN, regency=None, is_superuser=True),
        "reviewer": User.objects.get(pk=reviewing.pk),
    }


@pytest.fixture
def _every_state() -> None:
    """Make files in every state, in two regencies and for two agencies, some of them late."""
    with time_machine.travel("2026-11-17 10:00+07:00", tick=True):
        make_application(cast_of("35.09", name="Batik Jember"), state="submitted")
        for state in ("submitted", "revision_requested", "approved", "rejected", "completed"):
            make_application(cast_of(name=f"Batik {state}"), state=state)
        make_application(cast_of(), stage="verification")
        other = create_draft(
            (cast := cast_of(name="Lulur")).owner,
            scheme="sertifikat-standar",
            enterprise_id=cast.enterprise.pk,
        )
        Application.objects.filter(pk=other.pk).update(state="submitted", submitted_at=clock.now())


_FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"state": "submitted"},
    {"state": "completed"},
    {"stage": "completeness"},
    {"scheme": "kur-mikro"},
    {"regency": "35.09"},
    {"overdue": "1"},
    {"submitted_from": "2026-11-17", "submitted_to": "2026-11-17"},
    {"submitted_from": "2026-11-18"},
    {"q": "batik"},
    {"q": "x" * 250},
    {"q": "modal kerja", "search_in": "answers"},
    {"q": "KURM-26-", "state": "submitted", "overdue": "1"},
)


@pytest.mark.usefixtures("_every_state")
def test_list_and_export_have_the_same_rows_in_each_view_under_each_filter() -> None:
    with time_machine.travel("2026-11-23 10:00+07:00", tick=False):
        for (who, user), view, filters in product(_officials().items(), View, _FILTERS):
            shown = listed(user, view, QueueFilters.read(filters)).values_list("number", flat=True)
            exported = rows(user, clean({"view": view, **filters})).values_list("number", flat=True)
            assert sorted(exported) == sorted(shown), (who, view, filters)
        everything = report("applications").count(_officials()["superuser"], {})
    assert everything == Application.objects.count() == 8


@pytest.mark.usefixtures("_every_state")
@pytest.mark.parametrize("query", ["", "&state=submitted&regency=35.78", "&q=batik&overdue=1"])
def test_the_link_of_a_list_downloads_what_the_list_counts(query: str) -> None:
    client = web_client(_officials()["superuser"])
    with time_machine.travel("2026-11-23 10:00+07:00", tick=False):
        page = client.get(f"/admin/?tab=all{query}")
        numbers = {row.number for row in page.context["rows"]}
        link = page.context["export_url"]
        assert numbers
        assert client.get(link).context["count"] == len(numbers)
        exported = _csv(client, **dict(parse_qsl(urlsplit(link).query)))
    assert {row["Nomor"] for row in exported} == numbers
    counted = page.context["found"] or next(t.count for t in page.context["tabs"] if t.is_current)
    assert counted == str(len(numbers))


def test_who_reviews_elsewhere_exports_only_where_they_report_and_is_told() -> None:
    mine = make_application(cast_of(), state="submitted")
    make_application(cast_of("35.09"), state="submitted")
    local = OfficialFactory(role=Role.STAFF, regency="35.78")
    OfficialFactory(user=local, role=Role.VERIFIER, regency="35.09")
    client = web_client(User.objects.get(pk=local.pk))
    page = client.get("/admin/?tab=all")
    assert len(page.context["rows"]) == 2
    assert "Unduh bagian daftar ini yang boleh Anda laporkan" in page.content.decode()
    assert [row["Nomor"] for row in _csv(client, view="all")] == [mine.number]


def test_similar_names_are_no_list_to_export(staff: User) -> None:
    make_application(cast_of(name="Batik Gentongan"), state="submitted")
    page = web_client(staff).get("/admin/?tab=all&q=gentogan")
    assert (page.context["is_similar"], page.context["export_url"]) == (True, "")


@pytest.mark.parametrize("path", ["/admin/laporan/", ADDRESS])
def test_a_last_day_before_the_first_is_refused_at_its_field(staff: User, path: str) -> None:
    answer = web_client(staff).get(
        path, {"submitted_from": "2026-11-20", "submitted_to": "2026-11-10"}
    )
    said = "“Sampai” lebih awal daripada “dari”. Tukar kedua tanggalnya."
    if path == ADDRESS:
        assert answer.status_code == 400
        assert [(e["code"], e["field"], e["message"]) for e in answer.json()["errors"]] == [
            ("reversed_days", "submitted_to", said)
        ]
    else:
        body = answer.content.decode()
        assert f'id="salah-submitted_to">{said}</p>' in body
        assert "submitted_to)" not in body
        assert "Unduh CSV" not in body


def test_a_large_export_of_reversed_days_is_refused(staff: User) -> None:
    query = "?submitted_from=2026-11-20&submitted_to=2026-11-10"
    answer = web_client(staff).post(f"/admin/laporan/{query}", {"format": "csv"}, follow=True)
    assert "Tukar kedua tanggalnya" in answer.content.decode()
    assert ExportJob.objects.count() == 0


def test_no_code_of_a_region_is_shown_or_exported(staff: User) -> None:
    make_application(cast_of(), state="submitted")
    (row,) = _csv(web_client(staff))
    assert (row["Kabupaten/kota"], "Kode wilayah" in row) == ("Kota Surabaya", False)
    assert "35.78" not in row.values()
    page = web_client(staff).get("/admin/laporan/")
    assert "Kode wilayah" not in page.content.decode()
    assert "<td>35.78</td>" not in page.content.decode()


def test_why_an_export_failed_is_said_in_words(staff: User) -> None:
    for reason in ("NotPermitted", "OperationalError"):
        job = exports.request_export(staff, "applications", {}, "csv")
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.FAILED, reason=reason)
    body = web_client(staff).get("/admin/laporan/").content.decode()
    assert "hak Anda atas laporan ini sudah berakhir" in body
    assert "terjadi kesalahan; mintalah sekali lagi" in body
    assert "NotPermitted" not in body
    assert "OperationalError" not in body


@pytest.mark.parametrize(
    "query",
    [{"view": "x"}, {"stage": "lain"}, {"search_in": "nik"}, {"q": "3578010101900001"}],
)
def test_a_filter_of_a_list_that_cannot_be_is_refused(staff: User, query: dict[str, str]) -> None:
    answer = web_client(staff).get(ADDRESS, query)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [*query]


def test_the_page_keeps_and_shows_what_came_from_a_list(staff: User) -> None:
    make_application(cast_of(name="Batik Ayu"), state="submitted")
    page = web_client(staff).get("/admin/laporan/?view=all&stage=completeness&q=batik")
    assert page.context["count"] == 1
    assert [(kept.label, kept.text, kept.url) for kept in page.context["kept"]] == [
        ("Tampilan", "Semua dalam wilayah", "?stage=completeness&q=batik"),
        ("Tahap", "Pemeriksaan kelengkapan", "?view=all&q=batik"),
        ("Cari", "batik", "?view=all&stage=completeness"),
    ]
    body = page.content.decode()
    assert '<input type="hidden" name="stage" value="completeness">' in body
    assert "view=all&amp;stage=completeness&amp;q=batik&amp;format=csv" in body


def test_a_decision_has_the_name_its_owner_reads(staff: User) -> None:
    make_application(cast_of(), state="approved")
    make_application(cast_of(), state="rejected")
    words = [row["Keadaan"] for row in _csv(web_client(staff))]
    assert words == ["Siap dibawa ke bank", "Belum dapat direkomendasikan"]


def test_what_lapsed_has_its_own_word_and_filter(staff: User) -> None:
    for is_lapsed in (True, False):
        cast = cast_of()
        application = make_application(cast, state="submitted")
        perform(cast.owner, application.pk, "withdraw")
        if is_lapsed:
            Application.objects.filter(pk=application.pk).update(lapsed_at=clock.now())
    client = web_client(staff)
    assert [row["Keadaan"] for row in _csv(client)] == ["Ditutup karena tidak dijawab", "Ditarik"]
    for state, word in (("lapsed", "Ditutup karena tidak dijawab"), ("withdrawn", "Ditarik")):
        assert [row["Keadaan"] for row in _csv(client, state=state)] == [word]


def test_no_personal_number_leaves(staff: User) -> None:
    cast = cast_of()
    make_application(cast, state="submitted")
    text = str(_csv(web_client(staff)))
    assert cast.enterprise.nik not in text
    assert cast.enterprise.phone.removeprefix("+62") not in text
    assert str(cast.enterprise.annual_sales) not in text


@pytest.mark.parametrize("name", ["=1+1", "+62", "-3", "@SUM(A1)", "\uff1d1"])
def test_a_name_is_never_a_formula(staff: User, name: str) -> None:
    make_application(cast_of(name=name), state="submitted")
    assert _csv(web_client(staff))[0]["Nama usaha"] == f"'{name}"


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Uji;=1+1;x", "Uji;'=1+1;x"),
        ("\u200b=1+1", "'=1+1"),
        ("\ufeff@x; -3", "'@x;' -3"),
        ("\t=1", "\t'=1"),
        (" =1", "' =1"),
        ("a\n=1", "a\n'=1"),
        ("a|=1", "a|'=1"),
        ("a\u00ad;\u200b=1", "a;'=1"),
    ],
)
def test_a_name_is_no_formula_after_a_semicolon_or_an_invisible_character(
    staff: User, name: str, safe: str
) -> None:
    make_application(cast_of(name=name), state="submitted")
    assert _csv(web_client(staff))[0]["Nama usaha"] == safe


def test_the_xlsx_keeps_numbers_as_numbers_and_nib_as_text(staff: User) -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        application = make_application(cast_of(name="=HYPERLINK(1)"), state="submitted")
        response = web_client(staff).get(ADDRESS, {"format": "xlsx"})
        assert response.status_code == 200
        content = response.getvalue()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    headings, row = list(sheet.iter_rows(values_only=True))
    cells: dict[Any, Any] = dict(zip(headings, row, strict=True))
    assert cells["NIB"] == application.enterprise.nib
    assert cells["Jumlah diminta (Rp)"] == 40_000_000
    assert cells["Nama usaha"] == "'=HYPERLINK(1)"
    sent = cells["Dikirim"]
    assert (sent.date() if isinstance(sent, datetime) else sent) == date(2026, 11, 20)


def test_an_empty_report_still_has_its_headings(staff: User) -> None:
    assert _csv(web_client(staff)) == []
    content = web_client(staff).get(ADDRESS, {"format": "xlsx"}).getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    first = next(sheet.iter_rows(values_only=True))
    assert first[0] == "Nomor"


@pytest.mark.parametrize(
    "query",
    [
        {"state": "draft"},
        {"state": "\u00ff" * 99},
        {"scheme": "kur-none"},
        {"regency": "99.99"},
        {"submitted_from": "kemarin"},
        {"submitted_from": "0001-01-01"},
        {"overdue": "maybe"},
        {"format": "pdf"},
    ],
)
def test_a_bad_filter_is_named(staff: User, query: dict[str, str]) -> None:
    response = web_client(staff).get(ADDRESS, query)
    assert response.status_code == 400
    assert [e["field"] for e in response.json()["errors"]] == list(query)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.DECIDER, Role.PARTNER])
def test_reviewers_and_partners_do_not_export(role: Role) -> None:
    user = OfficialFactory(role=role, regency="35.78")
    assert web_client(user).get(ADDRESS).status_code == 403


def test_regency_staff_see_their_regency_only() -> None:
    mine = make_application(cast_of(), state="submitted")
    make_application(cast_of("35.09"), state="submitted")
    local = OfficialFactory(role=Role.STAFF, regency="35.78")
    assert [row["Nomor"] for row in _csv(web_client(local))] == [mine.number]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_large_report_becomes_a_job(
    staff: User, file_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STREAM_LIMIT", 0)
    application = make_application(cast_of(), state="submitted")
    client = web_client(staff)
    first = client.get(ADDRESS, {"format": file_format})
    again = client.get(ADDRESS, {"format": file_format})
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert run_waiting() == 1
    job = client.get(first.json()["url"]).json()
    assert (job["state"], job["rows"]) == ("ready", 1)
    content = client.get(job["file"]).getvalue()
    if file_format == "csv":
        assert application.number.encode() in content
    else:
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_one_person_has_few_exports_waiting(staff: User) -> None:
    def ask(year: int) -> ExportJob:
        raw = {"submitted_from": f"{year}-01-01"}
        return exports.request_export(staff, "applications", raw, "csv")

    jobs = [ask(2001 + number) for number in range(exports.WAITING_AT_ONCE)]
    with pytest.raises(Conflict, match="too_many_waiting"):
        ask(2020)
    # One that is being made counts; one that already waits is returned.
    ExportJob.objects.filter(pk=jobs[0].pk).update(state=ExportState.RUNNING)
    with pytest.raises(Conflict, match="too_many_waiting"):
        ask(2020)
    assert ask(2002) == jobs[1]
    client = web_client(staff)
    sent = client.post("/admin/laporan/?submitted_from=2020-01-01", {"format": "csv"})
    assert "masih dibuat" in client.get(sent.headers["Location"]).content.decode()
    ExportJob.objects.filter(pk=jobs[0].pk).update(state=ExportState.READY)
    assert ask(2020).state == ExportState.WAITING


def test_a_job_is_its_owners_alone(staff: User) -> None:
    job = exports.request_export(staff, "applications", {}, "csv")
    other = OfficialFactory(role=Role.STAFF, regency=None)
    assert web_client(other).get(f"/api/v1/exports/{job.pk}/").status_code == 404


def test_a_right_lost_since_the_request_fails_the_job(staff: User) -> None:
    job = exports.request_export(staff, "applications", {}, "csv")
    staff.postings.update(valid_to="2000-01-01", valid_from="1999-01-01")
    assert run_waiting() == 0
    job.refresh_from_db()
    assert (job.state, job.reason) == (ExportState.FAILED, "NotPermitted")


def test_a_former_reader_does_not_fetch_an_old_file(staff: User) -> None:
    job = exports.request_export(staff, "applications", {}, "csv")
    run_waiting()
    staff.postings.update(valid_to="2000-01-01", valid_from="1999-01-01")
    assert web_client(staff).get(f"/api/v1/exports/{job.pk}/file/").status_code == 403


def test_who_was_moved_does_not_fetch_the_file_of_the_former_scope(staff: User) -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        job = exports.request_export(staff, "applications", {}, "csv")
        run_waiting()
        address = f"/api/v1/exports/{job.pk}/file/"
        assert web_client(staff).get(address).status_code == 200
    with time_machine.travel("2026-11-21 08:00+07:00", tick=False):
        staff.postings.update(valid_to="2026-11-20")
        OfficialFactory(user=staff, role=Role.STAFF, regency="35.78")
        assert web_client(staff).get(address).status_code == 403
        OfficialFactory(user=staff, role=Role.ADMIN, regency=None)
        assert web_client(staff).get(address).status_code == 200
        export_path(ExportJob.objects.get(pk=job.pk)).unlink()
        # Deleted between the look at the row and the opening.
        assert web_client(staff).get(address).status_code == 409


def test_a_posting_taken_away_the_same_day_takes_its_file_along() -> None:
    # Ended yesterday, it no longer shows that it was held today, when the file was made.
    person = OfficialFactory(role=Role.STAFF, regency="35.78")
    OfficialFactory(user=person, role=Role.STAFF, regency="35.01")
    job = exports.request_export(person, "applications", {}, "csv")
    run_waiting()
    address = f"/api/v1/exports/{job.pk}/file/"
    assert web_client(person).get(address).status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    ended = person.postings.filter(agency__regency="35.01")
    ended.update(valid_from=yesterday, valid_to=yesterday)
    assert web_client(person).get(address).status_code == 403
    # Made before scopes were written down: nobody can tell.
    ended.update(valid_to=None)
    ExportJob.objects.filter(pk=job.pk).update(scope=None)
    assert web_client(person).get(address).status_code == 403


def test_what_a_killed_worker_left_is_deleted_a_day_later(staff: User) -> None:
    job = exports.request_export(staff, "applications", {}, "csv")
    run_waiting()
    job.refresh_from_db()
    ready = export_path(job)
    left = [ready.with_name(name) for name in ("mati.csv.part", "mati.csv")]
    for path in left:
        path.write_bytes(b"x")
    assert delete_expired() == 0
    assert all(path.exists() for path in left)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert delete_expired() == 0
    assert ready.exists()
    assert not any(path.exists() for path in left)


def test_files_are_deleted_after_their_retention(staff: User) -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        job = exports.request_export(staff, "applications", {}, "csv")
        run_waiting()
        job.refresh_from_db()
        path = export_path(job)
        assert path.exists()
        assert delete_expired() == 0
    with time_machine.travel("2026-11-22 10:00+07:00", tick=False):
        assert delete_expired() == 1
    assert not path.exists()
    assert ExportJob.objects.get(pk=job.pk).state == ExportState.EXPIRED
