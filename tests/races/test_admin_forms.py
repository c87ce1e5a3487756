"""Two people record one thing in the admin: the second sees the form again with the reason."""

from collections.abc import Callable, Mapping
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, models
from django.test import Client

from accounts.enums import Role
from accounts.models import Agency, ConsentText, Posting, User
from common.admin.base import ModelAdmin
from common.admin.refused_form import CHANGED_MEANWHILE
from common.errors import Conflict
from enterprises.models import Skill
from financing.models import SikpCode
from programs.models import Edition, Scheme
from reference.models import HolidayOverride, Kbli, KbliStep, LegalParameter
from tests.clients import as_superuser
from tests.factories.accounts import LONG_AGO, UserFactory
from tests.factories.reference import HolidayOverrideFactory, LegalParameterFactory
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.usefixtures("transactional_db")
DAY = date(2040, 1, 2)
Form = Mapping[str, Any]
NO_ROWS = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}


def figure() -> Form:
    return {
        "key": "objection.answer", "value": "5", "unit": "hari kerja", "confidence": "L",
        "valid_from": "2040-01-02", "valid_to": "2040-01-02", "regency": "35.78",
    }  # fmt: skip


def save_figure() -> LegalParameter:
    return LegalParameterFactory(
        key="objection.answer", valid_from=DAY, valid_to=DAY, regency_id="35.78"
    )


def holiday() -> Form:
    return {"date": "2040-01-02", "name": "Libur", "legal_basis": "SK 1"}


def save_holiday() -> HolidayOverride:
    return HolidayOverrideFactory(date=DAY)


def posting() -> Form:
    person = User.objects.filter(email="balapan@umkm.example").first()
    person = person or UserFactory(email="balapan@umkm.example")
    agency = Agency.objects.get(code="dinkop-jatim")
    return {
        "user": person.email, "agency": agency.pk, "role": "staff", "valid_from": "2026-11-23",
    }  # fmt: skip


def save_posting() -> Posting:
    return Posting.objects.create(
        user=User.objects.get(email="balapan@umkm.example"),
        agency=Agency.objects.get(code="dinkop-jatim"),
        role=Role.STAFF,
        valid_from=LONG_AGO,
    )


def person() -> Form:
    return {"email": "baru@umkm.example", "name": "Baru", "language": "id", **NO_ROWS}


def save_person() -> User:
    return UserFactory(email="baru@umkm.example")


def kbli() -> Form:
    return {"version": "2020", "code": "98765", "title": "Uji", "sector": "other"}


def save_kbli() -> Kbli:
    return Kbli.objects.create(version="2020", code="98765", title="Uji", sector="other")


def step() -> Form:
    return {"old": "98765", "new": "98764", "confidence": "L", "source": "Uji"}


def save_step() -> KbliStep:
    return KbliStep.objects.create(old="98765", new="98764", confidence="L", source="Uji")


def consent() -> Form:
    return {
        "purpose": "account", "version": "2040", "text_id": "Uji", "text_en": "Test",
        "valid_from": "2040-01-01",
    }  # fmt: skip


def save_consent() -> ConsentText:
    return ConsentText.objects.create(
        purpose="account", version="2040", text_id="Uji", text_en="Test", valid_from=DAY
    )


def sikp() -> Form:
    return {
        "list": "sex", "name": "balapan", "code": "9", "label_id": "Uji", "label_en": "Test",
        "position": "9", "confidence": "L", "source": "Uji",
    }  # fmt: skip


def save_sikp() -> SikpCode:
    return SikpCode.objects.create(
        list="sex", name="balapan", code="9", label_id="Uji", label_en="Test", position=9
    )


def skill() -> Form:
    return {"code": "balapan", "sector": "other", "name_id": "Balap", "name_en": "Racing"}


def save_skill() -> Skill:
    return Skill.objects.create(
        code="balapan-lain", sector="other", name_id="Balap", name_en="Racing"
    )


def scheme() -> Form:
    pattern = Edition.objects.filter(scheme__code="pelatihan-ekspor").latest("valid_from")
    return {
        "pattern": pattern.pk, "code": "balapan", "name_id": "Uji", "name_en": "Test",
        "summary_id": "Uji.", "summary_en": "Test.", "number_prefix": "BALAP",
        "agency_field": "cooperatives_sme",
    }  # fmt: skip


def save_scheme() -> Scheme:
    row = Scheme.objects.get(code="pelatihan-ekspor")
    row.pk, row.code = None, "balapan"
    row._state.adding = True
    row.save()
    return row


def on_another_connection(work: Callable[[], object]) -> None:
    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.fixture
def client() -> Client:
    return prove_again(as_superuser(Client()))


@pytest.mark.parametrize(
    ("model", "form", "save", "said"),
    [
        (LegalParameter, figure, save_figure, "Ketentuan ini sudah mempunyai nilai pada masa"),
        (HolidayOverride, holiday, save_holiday, "sudah ada."),
        (Posting, posting, save_posting, "Petugas ini sudah memegang peran itu di dinas itu."),
        (User, person, save_person, "Sudah ada akun dengan email ini."),
        (Kbli, kbli, save_kbli, "sudah ada."),
        (KbliStep, step, save_step, "sudah ada."),
        (ConsentText, consent, save_consent, "sudah ada."),
        (SikpCode, sikp, save_sikp, "sudah ada."),
        (Skill, skill, save_skill, "Keterampilan ini sudah ada di sektor ini."),
        (Scheme, scheme, save_scheme, "sudah ada."),
    ],
)
def test_a_row_saved_after_the_check_is_an_error_of_the_form(
    model: type[models.Model],
    form: Callable[[], Form],
    save: Callable[[], models.Model],
    said: str,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = model.validate_constraints
    saved: list[models.Model] = []

    def check_then_save_elsewhere(row: Any, exclude: Any = None) -> None:
        check(row, exclude)
        if not saved:
            on_another_connection(lambda: saved.append(save()))

    sent = form()
    monkeypatch.setattr(model, "validate_constraints", check_then_save_elsewhere)
    before = model._default_manager.count()
    opts = model._meta
    answer = client.post(f"/admin/{opts.app_label}/{opts.model_name}/add/", sent)
    assert answer.status_code == 200
    (error,) = [text for each in answer.context["adminform"].form.errors.values() for text in each]
    assert said in error
    assert model._default_manager.count() == before + 1
    assert len(saved) == 1


def test_every_form_that_adds_a_unique_row_is_tried() -> None:
    """Rows of an edition are tried with two leads; an agency's code is made when it is saved."""
    tried = {LegalParameter, HolidayOverride, Posting, User, Kbli, KbliStep, ConsentText, SikpCode}
    tried |= {Skill}
    unique = {
        model
        for model, page in admin.site._registry.items()
        if _is_unique(model) and type(page).has_add_permission is ModelAdmin.has_add_permission
    }
    assert unique == {*tried, Agency}


def _is_unique(model: type[models.Model]) -> bool:
    columns = any(field.unique and not field.primary_key for field in model._meta.fields)
    return columns or any(
        not isinstance(each, models.CheckConstraint) for each in model._meta.constraints
    )


def test_two_agencies_of_one_name_get_two_codes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"name": "Dinas Balapan", "field": "health", "regency_id": "35.78"}
    form = {"name": "Dinas Balapan", "kind": "office", "field": "health", "regency": "35.78"}
    save, saved = Agency.save, list[str]()

    def save_after_another(row: Agency, *args: Any, **options: Any) -> None:
        if not saved:
            saved.append(row.code)
            on_another_connection(lambda: Agency(code=row.code, **named).save())
        save(row, *args, **options)

    monkeypatch.setattr(Agency, "save", save_after_another)
    assert client.post("/admin/accounts/agency/add/", form).status_code == 302
    codes = Agency.objects.filter(name="Dinas Balapan").values_list("code", flat=True)
    assert sorted(codes) == ["dinas-balapan", "dinas-balapan-2"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntegrityError("refused"), str(CHANGED_MEANWHILE)),
        (Conflict("spans_overlap", "Bertumpuk dengan nilai lain."), "Bertumpuk dengan nilai lain."),
    ],
)
def test_what_is_refused_again_and_again_is_an_error_of_the_form_too(
    error: Exception, said: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(row: Any, *args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(Kbli, "save", refuse)
    answer = client.post("/admin/reference/kbli/add/", {**kbli(), "code": "98761"})
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert form.errors == {"__all__": [said]}
    assert form["code"].value() == "98761"
    assert not Kbli.objects.filter(code="98761").exists()
