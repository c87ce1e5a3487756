"""The file for SIKP: whom it names, in which format, and the log of exports."""

import csv
import hashlib
import io
from typing import Any

import openpyxl
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import ConsentPurpose, Role
from accounts.models import User
from accounts.services.consent import withdraw_consent
from applications.models import Application
from common.errors import Conflict, InvalidInput, NotPermitted
from financing.models import SikpCode, SikpExport, SikpExportLine
from financing.policies.sikp import FIELDS
from financing.selectors.sikp import candidates, verified_applications
from financing.services import sikp
from financing.services.borrowers import store_particulars
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application, particulars

PARTICULARS = particulars()


@pytest.fixture
def staff(db: None) -> User:
    return OfficialFactory(role=Role.STAFF, regency="35.78")


@pytest.fixture
def people(db: None) -> Cast:
    return cast_of(phone="+6281234567890")


def verified(people: Cast, **options: Any) -> Application:
    application = make_application(people, stage="recommendation", **options)
    store_particulars(people.owner, people.enterprise, PARTICULARS, agrees=True)
    return application


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_file_has_the_shape_of_sikp(people: Cast, staff: User) -> None:
    application = verified(people)
    file = sikp.make_file(staff, "csv")
    assert file.content.decode().splitlines()[0] == ",".join(FIELDS)
    (row,) = read_csv(file.content)
    business = people.enterprise
    assert row["nik"] == business.nik
    assert row["nama"] == "Siti Aminah"
    assert row["tgl_lahir"] == "05031990"
    assert business.founded_on is not None
    assert row["mulai_usaha"] == business.founded_on.strftime("%d%m%Y")
    assert row["kode_kabkota"] == "3578"
    assert row["no_hp"] == "081234567890"
    assert row["jml_kredit"] == str(application.requested_amount)
    assert (row["jns_kelamin"], row["maritas_sts"]) == ("2", "1")
    assert row["nmr_registry"] == application.number.replace("-", "")


def test_the_sheet_holds_the_same_as_text(people: Cast, staff: User) -> None:
    verified(people)
    flat = read_csv(sikp.make_file(staff, "csv").content)
    file = sikp.make_file(staff, "xlsx", again=True)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    head, cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dict(zip(head, [cell or "" for cell in cells], strict=True)) == flat[0]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_cell_is_a_formula(staff: User, file_format: str) -> None:
    application = verified(cast_of(phone="+6281234567890", address='Jl. A;=HYPERLINK("http://x")'))
    business = application.enterprise
    assert business.address.startswith("Jl. A;=")
    content = sikp.make_file(staff, file_format).content
    if file_format == "csv":
        cells = [*read_csv(content)[0].values()]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        cells = [str(cell.value or "") for cell in next(iter(sheet.iter_rows(min_row=2)))]
    assert [cell for cell in cells if "HYPERLINK" in cell] == ['Jl. A;\'=HYPERLINK("http://x")']


def test_an_export_is_logged_and_the_log_cannot_change(people: Cast, staff: User) -> None:
    application = verified(people)
    file = sikp.make_file(staff, "csv")
    logged = SikpExport.objects.get()
    assert (logged.by, logged.rows, logged.format) == (staff, 1, "csv")
    assert logged.sha256 == hashlib.sha256(file.content).hexdigest()
    assert SikpExportLine.objects.get().application == application
    with pytest.raises(ProgrammingError), transaction.atomic():
        SikpExport.objects.update(rows=2)
    with pytest.raises(ProgrammingError), transaction.atomic():
        SikpExportLine.objects.all().delete()


def test_a_person_is_exported_once_unless_requested_again(people: Cast, staff: User) -> None:
    verified(people)
    sikp.make_file(staff, "csv")
    with pytest.raises(Conflict):
        sikp.make_file(staff, "csv")
    assert len(read_csv(sikp.make_file(staff, "csv", again=True).content)) == 1
    assert SikpExport.objects.count() == 2


@pytest.mark.parametrize("stage", ["completeness", "verification"])
def test_before_verification_nobody_is_named(people: Cast, staff: User, stage: str) -> None:
    make_application(people, stage=stage)
    store_particulars(people.owner, people.enterprise, PARTICULARS, agrees=True)
    assert not verified_applications(staff).exists()


@pytest.mark.parametrize(
    ("state", "named"), [("approved", True), ("rejected", False), ("revision_requested", False)]
)
def test_of_the_decided_only_the_approved(
    people: Cast, staff: User, state: str, named: bool
) -> None:
    make_application(people, state=state)
    assert verified_applications(staff).exists() is named


def test_programmes_beyond_sikp_and_other_regions_are_not_named(people: Cast) -> None:
    make_application(people, stage="recommendation")
    assert not verified_applications(OfficialFactory(role=Role.STAFF, regency="35.15")).exists()
    assert verified_applications(OfficialFactory(role=Role.STAFF, regency=None)).exists()
    assert not verified_applications(people.verifier).exists()
    Application.objects.get().scheme.__class__.objects.update(uses_sikp=False)
    assert not verified_applications(OfficialFactory(role=Role.STAFF, regency=None)).exists()


def test_without_particulars_or_consent_there_is_no_row(people: Cast, staff: User) -> None:
    application = make_application(people, stage="recommendation")
    assert [each.missing_reason for each in candidates([application])] == ["no_particulars"]
    store_particulars(people.owner, people.enterprise, PARTICULARS, agrees=True)
    withdraw_consent(people.owner, purpose=ConsentPurpose.SIKP, channel="web", language="id")
    assert [each.missing_reason for each in candidates([application])] == ["consent_withdrawn"]
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


def test_the_page_shows_what_is_lacking_and_never_the_nik(
    people: Cast, staff: User, client: Client
) -> None:
    make_application(people, stage="recommendation")
    client.force_login(staff)
    assert "Pemilik belum mengisi" in client.get("/admin/sikp/").content.decode()
    store_particulars(people.owner, people.enterprise, PARTICULARS, agrees=True)
    page = client.get("/admin/sikp/").content.decode()
    assert people.enterprise.nik not in page
    assert "Siti" not in page
    SikpCode.objects.filter(name="married").update(code="")
    assert "maritas_sts: belum diisi." in client.get("/admin/sikp/").content.decode()


def test_the_page_returns_the_file_and_queries_the_simulator(
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
