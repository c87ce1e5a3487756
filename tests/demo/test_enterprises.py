"""The demo register."""

import pytest

from demo.enterprises import REGISTER, load_demo_enterprises
from enterprises.models import Enterprise, Member
from enterprises.selectors.enterprises import facts_for
from registers.services.importing import import_file
from tests.factories.accounts import HelperFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_row_of_the_demo_register_is_good() -> None:
    report = import_file(REGISTER)
    assert (report.read, report.created, report.bad) == (62, 62, 0)


def test_owners_and_helper_get_one_each_in_surabaya_and_a_second_run_adds_nothing() -> None:
    owners, helper = [UserFactory(), UserFactory()], HelperFactory()
    load_demo_enterprises(owners, helper)
    memberships = Member.objects.order_by("pk").values_list("user", "enterprise__regency", "role")
    expected = [(p.pk, "35.78", "owner") for p in owners] + [(helper.pk, "35.78", "helper")]
    assert list(memberships) == expected
    first = Enterprise.objects.get(members__user=owners[0])
    assert facts_for(first)["has_npwp"] is True
    Enterprise.objects.filter(pk=first.pk).update(name="Diubah pemiliknya")
    load_demo_enterprises(owners, helper)
    assert list(memberships.all()) == expected
    assert Enterprise.objects.get(pk=first.pk).name == "Diubah pemiliknya"
