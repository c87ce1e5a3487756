"""The file for SIKP: whom it names, in which shape, what it refuses, and what is written down."""

import csv
import hashlib
import io
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import ConsentPurpose, Role
from accounts.models import User
from accounts.services.consent import withdraw_consent
from applications.models import Application
from common.errors import Conflict, InvalidInput, NotPermitted
from financing.channels.sikp import Answer, Booking, Simulator
from financing.models import SikpCode, SikpExport, SikpExportLine
from financing.policies.sikp import FIELDS, findings, is_ready, tax_number
from financing.selectors.sikp import candidates, verified_files
from financing.services import sikp
from financing.services.borrowers import keep
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application, particulars

TOLD = particulars()
ROW = {
    **dict.fromkeys(FIELDS, ""),
    "nik": "3578014503900009",
    "nama": "Siti Aminah",
    "tgl_lahir": "05031990",
    "jns_kelamin": "2",
    "maritas_sts": "1",
    "pendidikan": "5",
    "pekerjaan": "1",
    "alamat": "Jalan Kenanga 3",
    "kode_kabkota": "3578",
    "kode_pos": "60111",
    "mulai_usaha": "01012020",
    "alamat_usaha": "Jalan Melati 1",
    "ijin_usaha": "NIB 1234567890123",
    "modal_usaha": "50000000",
    "jml_pekerja": "3",
    "jml_kredit": "40000000",
    "no_hp": "081234567890",
}


def told_of(row: dict[str, str]) -> set[tuple[str, str, bool]]:
    return {(each.code, each.field, each.blocks) for each in findings(row)}


def test_a_whole_row_has_nothing_to_refuse() -> None:
    assert told_of(ROW) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"nik": "357801450390000"}, ("bad_format", "nik", True)),
        ({"nik": "35780145039000091"}, ("bad_format", "nik", True)),
        ({"nik": "357801450390000x"}, ("bad_format", "nik", True)),
        ({"nmr_registry": "A" * 15}, ("too_long", "nmr_registry", True)),
        ({"nama": "A" * 251}, ("too_long", "nama", True)),
        ({"alamat_usaha": "A" * 256}, ("too_long", "alamat_usaha", True)),
        ({"maritas_sts": ""}, ("missing", "maritas_sts", True)),
        ({"jml_kredit": ""}, ("missing", "jml_kredit", True)),
        ({"pendidikan": ""}, ("code_unknown", "pendidikan", False)),
        ({"no_hp": ""}, ("missing", "no_hp", False)),
        ({"kode_kabkota": "3515"}, ("other_region", "kode_kabkota", False)),
        ({"tgl_lahir": "06031990"}, ("other_birth", "tgl_lahir", False)),
        ({"tgl_lahir": "05031991"}, ("other_birth", "tgl_lahir", False)),
    ],
)
def test_what_sikp_would_refuse_and_what_it_might(
    change: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    row = {**ROW, **change}
    assert told_of(row) == {expected}
    assert is_ready(findings(row)) is not expected[2]


def test_at_their_limits_texts_still_fit_and_men_are_born_without_forty() -> None:
    longest = {"nmr_registry": "A" * 14, "nama": "A" * 250, "alamat": "A" * 255}
    assert told_of({**ROW, **longest, "nik": "3578010503900009"}) == set()


def test_tax_numbers_in_fifteen_digits() -> None:
    assert tax_number("012345678901234", ROW["nik"]) == "012345678901234"
    assert tax_number("0012345678901234", ROW["nik"]) == "012345678901234"
    assert tax_number(ROW["nik"], ROW["nik"]) == ""
    assert tax_number("", ROW["nik"]) == ""


@pytest.fixture
def staff(db: None) -> User:
    return OfficialFactory(role=Role.STAFF, regency="35.78")


@pytest.fixture
def people(db: None) -> Cast:
    return cast_of(phone="+6281234567890")


def verified(people: Cast, **options: Any) -> Application:
    made = make_application(people, stage="recommendation", **options)
    keep(people.owner, people.enterprise, TOLD, agrees=True)
    return made


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_file_has_the_shape_of_sikp(people: Cast, staff: User) -> None:
    application = verified(people)
    made = sikp.make_file(staff, "csv")
    assert made.content.decode().splitlines()[0] == ",".join(FIELDS)
    (row,) = read_csv(made.content)
    business = people.enterprise
    assert row["nik"] == business.nik
    assert row["nama"] == "Siti Aminah"
    assert row["tgl_lahir"] == "05031990"
    assert row["mulai_usaha"] == business.founded_on.strftime("%d%m%Y")
    assert row["kode_kabkota"] == "3578"
    assert row["no_hp"] == "081234567890"
    assert row["jml_kredit"] == str(application.requested_amount)
    assert (row["jns_kelamin"], row["maritas_sts"]) == ("2", "1")
    assert row["nmr_registry"] == application.number.replace("-", "")


def test_the_sheet_holds_the_same_as_text(people: Cast, staff: User) -> None:
    verified(people)
    flat = read_csv(sikp.make_file(staff, "csv").content)
    made = sikp.make_file(staff, "xlsx", again=True)
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    head, cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dict(zip(head, [cell or "" for cell in cells], strict=True)) == flat[0]


def test_who_took_it_out_is_written_down_and_stays(people: Cast, staff: User) -> None:
    application = verified(people)
    made = sikp.make_file(staff, "csv")
    logged = SikpExport.objects.get()
    assert (logged.by, logged.rows, logged.format) == (staff, 1, "csv")
    assert logged.sha256 == hashlib.sha256(made.content).hexdigest()
    assert SikpExportLine.objects.get().application == application
    with pytest.raises(ProgrammingError), transaction.atomic():
        SikpExport.objects.update(rows=2)
    with pytest.raises(ProgrammingError), transaction.atomic():
        SikpExportLine.objects.all().delete()


def test_a_person_is_taken_out_once_unless_asked_again(people: Cast, staff: User) -> None:
    verified(people)
    sikp.make_file(staff, "csv")
    with pytest.raises(Conflict):
        sikp.make_file(staff, "csv")
    assert len(read_csv(sikp.make_file(staff, "csv", again=True).content)) == 1
    assert SikpExport.objects.count() == 2


@pytest.mark.parametrize("stage", ["completeness", "verification"])
def test_before_verification_nobody_is_named(people: Cast, staff: User, stage: str) -> None:
    make_application(people, stage=stage)
    keep(people.owner, people.enterprise, TOLD, agrees=True)
    assert not verified_files(staff).exists()


@pytest.mark.parametrize(
    ("state", "named"), [("approved", True), ("rejected", False), ("revision_requested", False)]
)
def test_of_the_decided_only_the_approved(
    people: Cast, staff: User, state: str, named: bool
) -> None:
    make_application(people, state=state)
    assert verified_files(staff).exists() is named


def test_programmes_beyond_sikp_and_other_regions_are_not_named(people: Cast) -> None:
    make_application(people, stage="recommendation")
    assert not verified_files(OfficialFactory(role=Role.STAFF, regency="35.15")).exists()
    assert verified_files(OfficialFactory(role=Role.STAFF, regency=None)).exists()
    assert not verified_files(people.verifier).exists()
    Application.objects.get().scheme.__class__.objects.update(uses_sikp=False)
    assert not verified_files(OfficialFactory(role=Role.STAFF, regency=None)).exists()


def test_without_particulars_or_consent_there_is_no_row(people: Cast, staff: User) -> None:
    application = make_application(people, stage="recommendation")
    assert [each.lacking for each in candidates([application])] == ["no_particulars"]
    keep(people.owner, people.enterprise, TOLD, agrees=True)
    withdraw_consent(people.owner, purpose=ConsentPurpose.SIKP, channel="web", language="id")
    assert [each.lacking for each in candidates([application])] == ["consent_withdrawn"]
    with pytest.raises(Conflict):
        sikp.make_file(staff, "csv")
    assert not SikpExport.objects.exists()


def test_only_reporting_staff_and_known_formats(people: Cast, staff: User) -> None:
    verified(people)
    with pytest.raises(NotPermitted):
        sikp.make_file(people.decider, "csv")
    with pytest.raises(InvalidInput):
        sikp.make_file(staff, "pdf")


def test_a_formula_is_made_harmless(people: Cast, staff: User) -> None:
    verified(people)
    people.enterprise.address = "=HYPERLINK(1)"
    people.enterprise.save()
    (row,) = read_csv(sikp.make_file(staff, "csv").content)
    assert row["alamat_usaha"] == "'=HYPERLINK(1)"


def test_the_page_tells_what_is_lacking_and_keeps_the_nik_to_itself(
    people: Cast, staff: User, client: Client
) -> None:
    make_application(people, stage="recommendation")
    client.force_login(staff)
    assert "Pemilik belum mengisi" in client.get("/admin/sikp/").content.decode()
    keep(people.owner, people.enterprise, TOLD, agrees=True)
    page = client.get("/admin/sikp/").content.decode()
    assert people.enterprise.nik not in page
    assert "Siti" not in page
    SikpCode.objects.filter(name="married").update(code="")
    assert "maritas_sts: belum diisi." in client.get("/admin/sikp/").content.decode()


def test_the_page_hands_out_the_file_and_asks_the_simulator(
    people: Cast, staff: User, client: Client
) -> None:
    verified(people)
    client.force_login(staff)
    assert "00: diterima" in client.post("/admin/sikp/", {"try": "1"}).content.decode()
    response = client.post("/admin/sikp/", {"format": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert "no-store" in response["Cache-Control"]
    assert client.post("/admin/sikp/", {"format": "pdf"}).status_code == 302
    assert "SHA-256" in client.get("/admin/sikp/?hal=zzz", follow=True).content.decode()


def test_queries_do_not_grow_with_the_page(staff: User, client: Client) -> None:
    client.force_login(staff)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            verified(cast_of())
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get("/admin/sikp/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


@time_machine.travel("2026-11-24 09:00+07:00", tick=False)
def test_the_simulator_answers_as_recorded() -> None:
    simulator = Simulator()
    assert simulator.submit(ROW) == Answer("00")
    assert simulator.submit(ROW) == Answer("04")
    assert simulator.submit({**ROW, "nik": "1"}) == Answer("03")
    assert simulator.submit({**ROW, "nik": "3578011205850002"}) == Answer("04")
    booked = simulator.submit({**ROW, "nik": "3578014503900001"})
    assert booked == Answer("04", Booking("Bank A", 10))
    assert simulator.candidate("3578999999999999") is None


@pytest.mark.parametrize(("on", "code"), [("2026-12-03", "04"), ("2026-12-04", "00")])
def test_a_booking_lapses(on: str, code: str) -> None:
    with time_machine.travel(f"{on} 09:00+07:00", tick=False):
        assert Simulator().submit({**ROW, "nik": "3578014503900001"}).code == code
