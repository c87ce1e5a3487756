"""A role fits the kind of its agency: by the forms, by the database, and after the migration."""

from datetime import date, timedelta
from importlib import import_module
from itertools import product

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import POSTED_ROLES, AgencyKind, Role
from accounts.models import Agency, Posting, User
from common.dates import clock
from demo.people import create_demo_people
from tests.clients import as_superuser
from tests.factories.accounts import LONG_AGO, OfficialFactory, UserFactory, agency_for
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
ROLES = [role for roles in POSTED_ROLES.values() for role in roles]
AT_A_BANK = (
    "Peran verifikator hanya untuk petugas dinas pemerintah, sedangkan Bank Uji adalah mitra "
    "penyalur. Pilih dinas lain, atau peran mitra penyalur."
)


@pytest.fixture
def administrator(client: Client) -> Client:
    return prove_again(as_superuser(client))


@pytest.fixture
def bank() -> Agency:
    return agency_for(Role.PARTNER, None)


def of_kind(kind: AgencyKind) -> Agency:
    return agency_for(POSTED_ROLES[kind][0], None)


def posted(agency: Agency, role: str, valid_to: date | None = None) -> Posting:
    return Posting.objects.create(
        user=UserFactory(), agency=agency, role=role, valid_from=LONG_AGO, valid_to=valid_to
    )


@pytest.mark.sampled
@pytest.mark.parametrize(("kind", "role"), [*product(AgencyKind, ROLES)])
def test_form_and_database_agree_on_every_role_at_every_kind(
    administrator: Client, kind: AgencyKind, role: Role
) -> None:
    agency, person = of_kind(kind), UserFactory()
    form = {"user": person.email, "agency": agency.pk, "role": role, "valid_from": "2026-11-23"}
    form |= {"valid_to": "2099-12-31"}
    fits = role in POSTED_ROLES[kind]
    answer = administrator.post("/admin/accounts/posting/add/", form)
    assert answer.status_code == (302 if fits else 200)
    if fits:
        assert Posting.objects.get(user=person).role == role
        return
    assert [*answer.context["adminform"].form.errors] == ["role"]
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        posted(agency, role, date(2099, 12, 31))
    assert not Posting.objects.filter(user=person).exists()


def test_the_sentence_names_the_role_and_the_agency(administrator: Client, bank: Agency) -> None:
    person = UserFactory()
    form = {
        "name": person.name, "language": "id", "postings-TOTAL_FORMS": "1",
        "postings-INITIAL_FORMS": "0", "postings-0-agency": bank.pk,
        "postings-0-role": Role.VERIFIER, "postings-0-valid_from": "2026-11-23",
    }  # fmt: skip
    answer = administrator.post(f"/admin/accounts/user/{person.pk}/change/", form)
    (rows,) = answer.context["inline_admin_formsets"]
    assert rows.formset.errors == [{"role": [AT_A_BANK]}]


def test_an_agency_keeps_its_kind_while_its_people_need_it(administrator: Client) -> None:
    held = OfficialFactory(role=Role.VERIFIER).postings.get()
    agency = held.agency
    form = {"name": agency.name, "kind": "partner", "field": agency.field, "regency": "35.78"}
    address = f"/admin/accounts/agency/{agency.pk}/change/"
    (said,) = administrator.post(address, form).context["adminform"].form.errors["kind"]
    assert said.startswith("Masih ada petugas dengan peran verifikator di sini")
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(kind=AgencyKind.PARTNER)
    Posting.objects.filter(pk=held.pk).update(valid_to=clock.today() - timedelta(days=1))
    assert administrator.post(address, form).status_code == 302
    agency.refresh_from_db()
    assert agency.kind == AgencyKind.PARTNER


def test_a_posting_that_did_not_fit_stays_ended(administrator: Client, bank: Agency) -> None:
    """What ended before it was refused is kept, and cannot be opened again."""
    ended = posted(bank, Role.VERIFIER, date(2026, 1, 5))
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        Posting.objects.filter(pk=ended.pk).update(valid_to=None)
    form = {
        "user": ended.user.email, "agency": bank.pk, "role": "verifier", "valid_from": "2020-01-01",
    }  # fmt: skip
    answer = administrator.post(f"/admin/accounts/posting/{ended.pk}/change/", form)
    assert answer.context["adminform"].form.errors == {"role": [AT_A_BANK]}
    earlier = {**form, "valid_to": "2025-12-31"}
    assert (
        administrator.post(f"/admin/accounts/posting/{ended.pk}/change/", earlier).status_code
        == 302
    )


def test_the_migration_tells_partners_apart_and_ends_what_does_not_fit(bank: Agency) -> None:
    office = agency_for(Role.STAFF, "35.15")
    with pgtrigger.ignore(
        "accounts.Posting:role_fits_agency", "accounts.Agency:kind_fits_postings"
    ):
        Agency.objects.filter(pk=bank.pk).update(kind=AgencyKind.OFFICE)
        kept = [posted(bank, Role.PARTNER), posted(office, Role.VERIFIER)]
        misfits = [posted(bank, Role.VERIFIER), posted(office, Role.PARTNER)]
    migration = import_module("accounts.migrations.0006_partners_are_no_offices")
    migration._tell_partners_apart(apps, None)
    partners = Agency.objects.filter(kind=AgencyKind.PARTNER)
    assert list(partners) == [bank]
    yesterday = clock.today() - timedelta(days=1)
    assert [_end(each) for each in kept] == [None, None]
    assert [_end(each) for each in misfits] == [yesterday, yesterday]


def test_the_demo_has_its_bank_as_a_partner() -> None:
    create_demo_people()
    held = Posting.objects.select_related("agency")
    assert [each for each in held if not each.agency.fits(each.role)] == []
    partner = User.objects.get(email="mitra@umkm.example")
    assert partner.postings.get().agency.kind == AgencyKind.PARTNER


def _end(posting: Posting) -> date | None:
    posting.refresh_from_db()
    return posting.valid_to
