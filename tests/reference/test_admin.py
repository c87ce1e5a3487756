"""Reference data in the admin."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from reference.models import HolidayOverride, LegalParameter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    admin: User = UserFactory(is_superuser=True, is_staff=True)
    return admin


@pytest.fixture
def admin(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("model", ["regency", "kbli", "holidayoverride", "legalparameter"])
def test_lists_open(admin: Client, model: str) -> None:
    assert admin.get(f"/admin/reference/{model}/").status_code == 200


def test_regencies_are_not_edited(admin: Client) -> None:
    assert admin.get("/admin/reference/regency/35.78/change/").status_code == 200
    assert admin.post("/admin/reference/regency/35.78/change/", {"name": "X"}).status_code == 403
    assert admin.get("/admin/reference/regency/add/").status_code == 403


def test_unverified_figures_are_shown_as_such(admin: Client) -> None:
    page = admin.get("/admin/reference/legalparameter/?q=correction").content.decode()
    assert "belum diverifikasi" in page


def test_saving_a_figure_verifies_it(admin: Client, user: User) -> None:
    row = LegalParameter.objects.get(key="correction.answer")
    form = {
        "key": row.key, "value": "14", "unit": row.unit, "valid_from": "2020-01-01",
        "legal_basis": "SK Kepala Dinas", "confidence": "L",
    }  # fmt: skip
    answer = admin.post(f"/admin/reference/legalparameter/{row.pk}/change/", form)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.value, row.verified_by, row.is_verified) == ("14", user, True)


def test_an_overlapping_span_is_refused_in_the_form(admin: Client) -> None:
    form = {
        "key": "correction.answer", "value": "14", "unit": "hari kerja",
        "valid_from": "2026-01-01", "confidence": "L",
    }  # fmt: skip
    answer = admin.post("/admin/reference/legalparameter/add/", form)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert LegalParameter.objects.filter(key="correction.answer").count() == 1


def test_a_holiday_is_added(admin: Client) -> None:
    form = {"date": "2026-12-09", "name": "Pilkada", "legal_basis": "Keppres contoh"}
    assert admin.post("/admin/reference/holidayoverride/add/", form).status_code == 302
    assert HolidayOverride.objects.get().date == date(2026, 12, 9)


def test_a_figure_is_found_named_and_typed_as_people_write_it(admin: Client) -> None:
    row = LegalParameter.objects.get(key="umkm.sales.micro")
    found = admin.get("/admin/reference/legalparameter/?q=penjualan+mikro")
    assert [each.pk for each in found.context["cl"].result_list] == [row.pk]
    address = f"/admin/reference/legalparameter/{row.pk}/change/"
    page = admin.get(address).content.decode()
    assert 'value="2.000.000.000"' in page
    assert ">Penjualan setahun usaha mikro, paling banyak</option>" in page
    form = {
        "key": row.key, "value": "Rp2.500.000.000", "unit": "rupiah", "valid_from": "2021-02-02",
        "confidence": "L",
    }  # fmt: skip
    assert admin.post(address, form).status_code == 302
    row.refresh_from_db()
    assert row.value == "2500000000"


@pytest.mark.parametrize(
    ("value", "unit"), [("banyak", "rupiah"), ("21", "tanggal"), ("1,5", "hari kerja")]
)
def test_a_figure_that_does_not_fit_its_unit_is_refused(
    admin: Client, value: str, unit: str
) -> None:
    form = {
        "key": "objection.file", "value": value, "unit": unit, "valid_from": "2030-01-01",
        "confidence": "L",
    }  # fmt: skip
    answer = admin.post("/admin/reference/legalparameter/add/", form)
    assert answer.status_code == 200
    assert "value" in answer.context["adminform"].form.errors
