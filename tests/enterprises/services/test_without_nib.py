"""People who have no NIB yet: what they give instead, and how the NIB comes later."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common.errors import Conflict, InvalidInput
from enterprises.models import Enterprise, Member
from enterprises.selectors.classes import classes
from enterprises.selectors.enterprises import facts_for
from enterprises.services.cleaning import EnterpriseData, clean
from enterprises.services.registration import register, update
from enterprises.web.forms import ProfileForm
from tests.api.client import V1, client_for
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import (
    DocumentVersionFactory,
    EnterpriseFactory,
    invented_nib,
    invented_nik,
    owned_enterprise,
    typed_enterprise,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SKU = "470/123/35.07.2001/2026"
LATER = {"founded_on": "", "annual_sales": "", "workers": ""}


def read(**changes: Any) -> EnterpriseData:
    return clean(typed_enterprise(**changes), today=TODAY)


def codes(**changes: Any) -> dict[str | None, str]:
    with pytest.raises(InvalidInput) as refused:
        read(**changes)
    return {error.field: error.code for error in refused.value.errors}


def candidate(owner: User | None = None) -> tuple[User, Enterprise]:
    owner = owner or UserFactory()
    return owner, register(owner, read(nib="", candidate="ya", **LATER))


def test_a_letter_of_the_village_stands_for_the_nib() -> None:
    data = read(nib="-", sku_number=f"  {SKU} ")
    assert (data.nib, data.sku_number, data.candidate) == (None, SKU, False)


@pytest.mark.parametrize("said", [True, "ya", "YES", "true", "1"])
def test_a_candidate_may_leave_open_what_is_not_there_yet(said: Any) -> None:
    data = read(nib=None, candidate=said, **LATER)
    assert data.candidate
    assert (data.founded_on, data.annual_sales, data.workers) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nib": ""}, {"nib": "required"}),
        ({"nib": "", "sku_number": "-", "candidate": "tidak"}, {"nib": "required"}),
        ({"candidate": "ya"}, {"candidate": "candidate_with_number"}),
        ({"nib": "", "sku_number": SKU, "candidate": True}, {"candidate": "candidate_with_number"}),
        ({"nib": "", "sku_number": SKU, "legal_form": "koperasi"}, {"nib": "nib_for_legal_form"}),
        ({"nib": "", "candidate": "mungkin"}, {"nib": "required", "candidate": "yes_or_no"}),
        ({"nib": "", "sku_number": "9" * 61}, {"sku_number": "too_long"}),
        ({"nib": "", "sku_number": SKU, "workers": ""}, {"workers": "required"}),
        ({"nib": "12", "sku_number": SKU}, {"nib": "nib_length"}),
    ],
)
def test_what_stands_for_being_registered_is_checked(
    changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert codes(**changes) == expected


def test_a_candidate_has_no_class_by_sales_and_no_number() -> None:
    _owner, enterprise = candidate()
    pair = classes(enterprise, TODAY)
    assert (pair.by_capital, pair.by_sales) == ("micro", None)
    facts = facts_for(enterprise)
    assert (facts["has_nib_or_sku"], facts["annual_sales"]) == (False, None)
    assert enterprise.registered_as == "Calon pelaku usaha (belum ada NIB)"


def test_a_letter_counts_as_a_number() -> None:
    enterprise = register(UserFactory(), read(nib="", sku_number=SKU))
    assert facts_for(enterprise)["has_nib_or_sku"] is True
    assert enterprise.registered_as == f"SKU {SKU} (belum ada NIB)"


def test_without_a_nib_one_person_is_known_by_the_nik() -> None:
    owner, enterprise = candidate()
    with pytest.raises(Conflict) as other:
        register(UserFactory(), read(nib="", sku_number=SKU))
    assert other.value.code == "nik_taken"
    with pytest.raises(Conflict) as own:
        register(owner, read())
    assert (own.value.code, own.value.params) == ("nik_yours", {"enterprise": enterprise.pk})
    assert Enterprise.objects.count() == 1


def test_a_nib_added_later_keeps_row_files_and_members() -> None:
    owner, enterprise = candidate()
    document = DocumentVersionFactory(enterprise=enterprise, uploaded_by=owner)
    saved = update(owner, enterprise, read())
    assert saved.pk == enterprise.pk
    assert (saved.nib, saved.candidate, saved.workers) == (invented_nib(500_000), False, 3)
    document.refresh_from_db()
    assert document.enterprise_id == saved.pk
    assert Member.objects.get(enterprise=saved, until=None).user == owner


def test_a_letter_stays_beside_the_nib_and_the_nib_is_then_fixed() -> None:
    owner = UserFactory()
    enterprise = register(owner, read(nib="", sku_number=SKU))
    saved = update(owner, enterprise, read(sku_number=SKU))
    assert (saved.nib, saved.sku_number) == (invented_nib(500_000), SKU)
    with pytest.raises(InvalidInput) as fixed:
        update(owner, saved, read(nib=invented_nib(7), sku_number=SKU))
    assert fixed.value.errors[0].code == "not_editable"


def test_only_the_number_may_be_sent() -> None:
    owner = UserFactory()
    enterprise = register(owner, read(nib="", sku_number=SKU))
    saved = update(owner, enterprise, read(name="Nama Lain"), names={"nib"})
    assert (saved.nib, saved.name) == (invented_nib(500_000), "Mebel Jati Rukun")


def test_a_dash_for_a_number_leaves_a_candidate_one() -> None:
    owner, enterprise = candidate()
    sent = {"nib": "-", "sku_number": "tidak ada", "name": "Nama Baru"}
    answer = client_for(owner).patch(f"{V1}/enterprises/{enterprise.pk}/", sent)
    assert answer.status_code == 200, answer.json()
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.candidate, enterprise.nib) == ("Nama Baru", True, None)
    form = ProfileForm(enterprise)
    form.cleaned_data = {"nib": "-", "sku_number": "n/a", "npwp": "-"}
    assert form.raw()["candidate"] is True


def test_a_nib_of_another_enterprise_cannot_be_added() -> None:
    owner, enterprise = candidate()
    EnterpriseFactory(nib=invented_nib(500_000))
    with pytest.raises(Conflict) as refused:
        update(owner, enterprise, read())
    assert refused.value.code == "nib_taken"
    enterprise.refresh_from_db()
    assert enterprise.nib is None


def test_adding_a_nib_counts_like_registering(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[User] = []
    owner, enterprise = candidate()
    monkeypatch.setattr("enterprises.services.registration.count_registration", counted.append)
    saved = update(owner, enterprise, read())
    update(owner, saved, read(name="Nama Baru"))
    assert counted == [owner]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"nib": None}, "enterprise_has_nib_sku_or_candidate"),
        ({"candidate": True}, "enterprise_has_nib_sku_or_candidate"),
        ({"nib": None, "sku_number": SKU, "legal_form": "cv"}, "enterprise_without_nib_is_sole"),
        ({"nib": None, "sku_number": SKU, "workers": None}, "enterprise_running_has_figures"),
        ({"annual_sales": None}, "enterprise_running_has_figures"),
    ],
)
def test_the_database_holds_it_too(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EnterpriseFactory(**fields)


def test_the_database_knows_one_sole_proprietor_a_nik() -> None:
    nik = invented_nik(77)
    EnterpriseFactory(nib=None, sku_number=SKU, nik=nik)
    with pytest.raises(IntegrityError, match="enterprise_nik_unique_sole"), transaction.atomic():
        owned_enterprise(nib=None, candidate=True, nik=nik)
