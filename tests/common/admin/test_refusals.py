"""What the database refuses, the forms of the admin refuse first, in words and at the field."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import IntegrityError, models, transaction
from django.test import Client, RequestFactory

from accounts.enums import Role
from accounts.models import Agency, ConsentText, Posting, User
from financing.models import SikpCode
from programs.admin.sourced import SourcedAdmin
from programs.models import Stage
from reference.models import HolidayOverride, Kbli, KbliStep, LegalParameter
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
ENDS_TOO_EARLY = "Hari terakhir sebelum hari pertama."
HELD_ALREADY = (
    "Petugas ini sudah memegang peran itu di dinas itu. "
    "Isi “sampai” pada penugasan yang lama lebih dahulu."
)
NOT_AN_AMOUNT = "Nilai ini tidak cocok dengan satuannya. Tulis angka bulat atau tanggal."


@pytest.fixture
def admin_client(client: Client) -> Client:
    return prove_again(as_superuser(client))


def errors(client: Client, page: str, form: dict[str, str]) -> dict[str, list[str]]:
    """Return the errors of the form by field; it must be shown again."""
    answer = client.post(f"/admin/{page}/add/", form)
    assert answer.status_code == 200
    found: dict[str, list[str]] = answer.context["adminform"].form.errors
    return found


def parameter(**changes: str) -> dict[str, str]:
    form = {
        "key": "objection.file", "value": "21", "unit": "hari kerja", "valid_from": "2030-01-02",
        "confidence": "L",
    }  # fmt: skip
    return {**form, **changes}


def posting(**changes: str) -> dict[str, str]:
    agency = str(Agency.objects.get(code="dinkop-jatim").pk)
    form = {"agency": agency, "role": "staff", "valid_from": "2026-11-23"}
    return {"user": "siti@umkm.example", **form, **changes}


def inline(person: User, *rows: dict[str, str]) -> dict[str, str]:
    form = {"name": person.name, "language": "id", "postings-INITIAL_FORMS": "0"}
    form["postings-TOTAL_FORMS"] = str(len(rows))
    for number, row in enumerate(rows):
        own = {name: value for name, value in row.items() if name != "user"}
        form |= {f"postings-{number}-{name}": value for name, value in own.items()}
    return form


@pytest.mark.parametrize("value", ["21", "abc"])
def test_a_figure_does_not_end_before_it_begins(admin_client: Client, value: str) -> None:
    form = parameter(value=value, valid_to="2030-01-01")
    wrong = {"value": [NOT_AN_AMOUNT]} if value == "abc" else {}
    found = errors(admin_client, "reference/legalparameter", form)
    assert found == {**wrong, "valid_to": [ENDS_TOO_EARLY]}
    assert not LegalParameter.objects.filter(valid_from=date(2030, 1, 2)).exists()


def test_a_posting_does_not_end_before_it_begins(admin_client: Client) -> None:
    person = UserFactory(email="siti@umkm.example")
    found = errors(admin_client, "accounts/posting", posting(valid_to="2026-11-22"))
    assert found == {"valid_to": [ENDS_TOO_EARLY]}
    address = f"/admin/accounts/user/{person.pk}/change/"
    answer = admin_client.post(address, inline(person, posting(valid_to="2026-11-22")))
    assert answer.status_code == 200
    (rows,) = answer.context["inline_admin_formsets"]
    assert rows.formset.errors == [{"valid_to": [ENDS_TOO_EARLY]}]
    assert not Posting.objects.filter(user=person).exists()
    answer = admin_client.post(address, inline(person, posting(valid_to="2026-11-23")))
    assert answer.status_code == 302
    assert Posting.objects.get(user=person).valid_to == date(2026, 11, 23)


def test_the_database_refuses_what_no_form_may_send() -> None:
    official = OfficialFactory()
    held = official.postings.get()
    with pytest.raises(IntegrityError, match="posting_dates_in_order"), transaction.atomic():
        Posting.objects.filter(pk=held.pk).update(valid_to=date(1999, 1, 1))
    with pytest.raises(IntegrityError, match="kbli_code_has_five_digits"), transaction.atomic():
        Kbli.objects.create(version="2020", code="12a", title="Uji", sector="other")


def test_a_role_is_held_once_at_an_agency(admin_client: Client) -> None:
    person = UserFactory(email="siti@umkm.example")
    address = f"/admin/accounts/user/{person.pk}/change/"
    answer = admin_client.post(address, inline(person, posting(), posting()))
    assert answer.status_code == 200
    (rows,) = answer.context["inline_admin_formsets"]
    assert rows.formset.errors == [{}, {"__all__": [HELD_ALREADY]}]
    assert admin_client.post("/admin/accounts/posting/add/", posting()).status_code == 302
    found = errors(admin_client, "accounts/posting", posting(valid_from="2026-12-01"))
    assert found == {"__all__": [HELD_ALREADY]}
    answer = admin_client.post(address, inline(person, posting()))
    (rows,) = answer.context["inline_admin_formsets"]
    assert rows.formset.errors == [{"__all__": [HELD_ALREADY]}]
    assert Posting.objects.filter(user=person).count() == 1


def test_a_figure_has_one_value_at_a_time(admin_client: Client) -> None:
    found = errors(admin_client, "reference/legalparameter", parameter())
    words = (
        "Ketentuan ini sudah mempunyai nilai pada masa dan wilayah itu. "
        "Isi “berlaku sampai” pada nilai yang lama lebih dahulu."
    )
    assert found == {"__all__": [words]}


def test_what_exists_already_is_said_to_exist(admin_client: Client) -> None:
    code, step = Kbli.objects.all()[0], KbliStep.objects.all()[0]
    text, sikp = ConsentText.objects.all()[0], SikpCode.objects.all()[0]
    HolidayOverride.objects.create(date=date(2026, 12, 9), name="Pilkada")
    kbli = {"version": code.version, "code": code.code, "title": "Uji", "sector": code.sector}
    steps = {"old": step.old, "new": step.new, "confidence": "L", "source": "Uji"}
    texts = {
        "purpose": text.purpose, "version": text.version, "text_id": "Uji", "text_en": "Test",
        "valid_from": "2026-01-01",
    }  # fmt: skip
    day = {"date": "2026-12-09", "name": "Pilkada", "legal_basis": "Uji"}
    codes = {
        "list": sikp.list, "name": sikp.name, "label_id": "Uji", "label_en": "Test",
        "position": "1", "confidence": "L", "source": "Uji",
    }  # fmt: skip
    found = {
        page: errors(admin_client, page, form)
        for page, form in (
            ("reference/kbli", kbli),
            ("reference/kblistep", steps),
            ("accounts/consenttext", texts),
            ("reference/holidayoverride", day),
            ("financing/sikpcode", codes),
        )
    }
    assert found == {
        "reference/kbli": {"__all__": ["KBLI dengan Edisi dan Kode ini sudah ada."]},
        "reference/kblistep": {
            "__all__": ["Padanan KBLI dengan Kode KBLI 2020 dan Kode KBLI 2025 ini sudah ada."]
        },
        "accounts/consenttext": {
            "__all__": ["Teks persetujuan dengan Tujuan dan Versi ini sudah ada."]
        },
        "reference/holidayoverride": {
            "date": ["Perubahan hari libur dengan Tanggal ini sudah ada."]
        },
        "financing/sikpcode": {"__all__": ["Kode SIKP dengan Daftar dan Kunci ini sudah ada."]},
    }


def test_an_account_needs_an_address_of_its_own(admin_client: Client) -> None:
    UserFactory(email="siti@umkm.example")
    rows = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}
    form = {"name": "Siti", "language": "id", **rows}
    page = "accounts/user"
    taken = errors(admin_client, page, {**form, "email": "SITI@umkm.example"})
    assert taken == {"email": ["Sudah ada akun dengan email ini."]}
    wrong = errors(admin_client, page, {**form, "email": "siti"})
    assert wrong == {"email": ["Tulis alamat email yang benar, misalnya nama@contoh.id."]}


@pytest.mark.parametrize("code", ["12a", "1234", "١٢٣٤٥", "1234 "])
def test_a_code_of_kbli_has_five_digits(admin_client: Client, code: str) -> None:
    form = {"version": "2020", "code": code, "title": "Uji", "sector": "other"}
    found = errors(admin_client, "reference/kbli", form)
    assert found == {"code": ["Kode KBLI terdiri dari lima angka."]}


@pytest.mark.parametrize(
    ("page", "form", "words"),
    [
        (
            "reference/holidayoverride",
            {"date": "2026-11-28", "name": "Uji", "legal_basis": "Uji", "is_working": "on"},
            "Sabtu dan Minggu tidak dapat dijadikan hari kerja.",
        ),
        (
            "reference/kblistep",
            {"old": "12a", "confidence": "L", "source": "Uji"},
            "Isi lima angka pada salah satu atau kedua kode.",
        ),
        (
            "financing/sikpcode",
            {
                "list": "sex", "name": "uji", "code": "1a", "label_id": "Uji", "label_en": "Test",
                "position": "1", "confidence": "L", "source": "Uji",
            },
            "Kode SIKP terdiri dari angka.",
        ),
    ],
)  # fmt: skip
def test_other_constraints_speak_too(
    admin_client: Client, page: str, form: dict[str, str], words: str
) -> None:
    assert errors(admin_client, page, form) == {"__all__": [words]}


def test_every_constraint_of_a_form_has_words(rf: RequestFactory) -> None:
    """Django's own text would show the name that the constraint has in the database."""
    request = rf.get("/admin/")
    request.user = UserFactory(is_superuser=True, is_staff=True)
    silent = []
    for model, page in admin.site._registry.items():
        inlines = [row.model for row in page.inlines]
        may_write = page.has_add_permission(request) or page.has_change_permission(request)
        may_write = may_write or isinstance(page, SourcedAdmin)
        for each in (model, *inlines) if may_write else ():
            silent += [c.name for c in each._meta.constraints if not _has_words(c)]
    assert silent == []


def _has_words(constraint: Any) -> bool:
    """Tell whether a violation has a message; Django writes those of a plain unique one."""
    plain = isinstance(constraint, models.UniqueConstraint) and constraint.fields
    if plain and constraint.condition is None:
        return True
    words = constraint.violation_error_message
    return bool(words != constraint.default_violation_error_message)


def test_messages_begin_with_a_capital(admin_client: Client) -> None:
    rows = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}
    form = {"email": "siti@umkm.example", "name": "<b>Siti</b>", "language": "id", **rows}
    answer = admin_client.post("/admin/accounts/user/add/", form)
    person = User.objects.get(email="siti@umkm.example")
    address = f"/admin/accounts/user/{person.pk}/change/"
    link = f'<a href="{address}">&lt;b&gt;Siti&lt;/b&gt;</a>'
    (said,) = get_messages(answer.wsgi_request)
    assert str(said) == f"Pengguna “{link}” berhasil ditambahkan."
    assert (
        f"Pengguna “{link}” berhasil" in admin_client.get("/admin/accounts/user/").content.decode()
    )


def test_no_choice_is_named(admin_client: Client) -> None:
    page = admin_client.get("/admin/accounts/posting/add/").content.decode()
    assert "---------" not in page
    assert page.count('<option value="" selected>pilih</option>') == 2
    page = admin_client.get("/admin/accounts/agency/add/").content.decode()
    # Neither what an agency is responsible for nor its regency has to be chosen.
    assert page.count('<option value="" selected>–</option>') == 2


def test_the_role_of_a_stage_is_named(admin_client: Client) -> None:
    stage = Stage.objects.filter(role="verifier").first()
    assert stage
    page = admin_client.get("/admin/programs/stage/").content.decode()
    shown = {text.strip() for text in re.findall(r"<td[^>]*>([^<]*)</td>", page)}
    assert "verifikator" in shown
    assert not shown & {*Role.values}
    own = admin_client.get(f"/admin/programs/stage/{stage.pk}/change/").content.decode()
    assert "verifier" not in own
