"""Who sees which enterprise, and facts of one."""

from datetime import date
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Agency, Posting
from common.errors import NotFound
from enterprises.models import Enterprise, Member
from enterprises.selectors.enterprises import (
    facts_for,
    get_enterprise_for,
    is_unclaimed,
    owned_by,
    reusable_documents,
    search,
    search_with_people,
    visible_to,
)
from reference.enums import AgencyField
from tests.factories.accounts import LONG_AGO, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    DocumentVersionFactory,
    EnterpriseFactory,
    owned_enterprise,
)

pytestmark = pytest.mark.django_db


def test_members_see_their_own_enterprises_only() -> None:
    owner, own = owned_enterprise()
    EnterpriseFactory()
    assert list(owned_by(owner)) == list(visible_to(owner)) == [own]
    Member.objects.update(until=own.created_at)
    assert list(owned_by(owner)) == list(visible_to(owner)) == []
    assert is_unclaimed(own)


def test_officials_see_their_region_and_the_province_all() -> None:
    here, there = EnterpriseFactory(regency_id="35.78"), EnterpriseFactory(regency_id="35.15")
    assert list(visible_to(OfficialFactory())) == [here]
    assert list(visible_to(OfficialFactory(role=Role.STAFF, regency=None))) == [there, here]
    assert list(visible_to(OfficialFactory(role=Role.PARTNER))) == []


def test_an_office_without_a_register_sees_none() -> None:
    EnterpriseFactory()
    official = UserFactory()
    agency = Agency.objects.create(code="dinkes-x", name="Dinkes", field=AgencyField.HEALTH)
    Posting.objects.create(user=official, agency=agency, role=Role.VERIFIER, valid_from=LONG_AGO)
    assert list(visible_to(official)) == []


def test_an_enterprise_that_may_not_be_seen_is_not_found() -> None:
    owner, own = owned_enterprise()
    assert get_enterprise_for(owner, own.pk) == own
    for number in (EnterpriseFactory().pk, 0, -1, 2**63):
        with pytest.raises(NotFound):
            get_enterprise_for(owner, number)


@pytest.mark.parametrize(
    ("form", "borrower"),
    [
        ("perorangan", "person"),
        ("pt_perorangan", "person"),
        ("cv", "person"),
        ("pt", "person"),
        ("kelompok", "group"),
        ("koperasi", "cooperative"),
    ],
)
def test_facts(form: str, borrower: str) -> None:
    assert facts_for(EnterpriseFactory(legal_form=form, npwp="")) == {
        "annual_sales": 240_000_000,
        "business_started_on": date(2019, 8, 17),
        "has_npwp": False,
        "has_nib_or_sku": True,
        "sector": "furniture",
        "sector_group": "manufacturing",
        "borrower": borrower,
        "regency": "35.78",
    }


def test_search_by_name_and_nib_never_by_nik() -> None:
    first = EnterpriseFactory(name="Batik Canting Ayu")
    second = EnterpriseFactory(name="Mebel Jati")
    everything = Enterprise.objects.all()
    assert list(search(everything, " canting ")) == [first]
    assert list(search(everything, second.nib)) == [second]
    assert list(search(everything, first.nik)) == []
    assert list(search(everything, "ba")) == []
    assert list(search(everything, "\x00\x00\x00")) == []


def test_six_digits_are_enough_to_find_a_nib() -> None:
    first = EnterpriseFactory(nib="9120384756012", name="Batik")
    second = EnterpriseFactory(nib="8120300000000", name="Toko 912038")
    everything = Enterprise.objects.order_by("pk")
    assert list(search(everything, "912038")) == [first, second]
    assert list(search(everything, "9120-3847 5")) == [first]
    assert list(search_with_people(everything, "9120384")) == [first]
    assert list(search(everything, "91203")) == [second]
    assert list(search(everything, "120384")) == []


def test_reusable_documents_are_of_the_kind_newest_first() -> None:
    enterprise = EnterpriseFactory()
    old, new = (DocumentVersionFactory(enterprise=enterprise, kind="ktp") for _ in range(2))
    DocumentVersionFactory(enterprise=enterprise, kind="kk")
    DocumentVersionFactory(kind="ktp")
    assert list(reusable_documents(enterprise, "ktp")) == [new, old]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_one_query(count: int, django_assert_num_queries: Any) -> None:
    owner = UserFactory()
    for _row in range(count):
        owned_enterprise(owner)
    with django_assert_num_queries(1):
        assert len([str(e.regency) for e in owned_by(owner)]) == count
