"""The demo registers, and how the people of the demo come to their enterprises."""

import pytest

from demo.enterprises import REGISTER, WAITING_REGISTER, claim_enterprises, import_demo_register
from demo.past import PastDays
from enterprises.models import Claim, Enterprise, Member
from enterprises.selectors.enterprises import facts_for
from registers.models import RegisterRun
from registers.services.importing import import_file
from tests.factories.accounts import HelperFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_row_of_the_demo_register_is_good() -> None:
    report = import_file(REGISTER)
    assert (report.read, report.created, report.bad) == (83, 83, 0)
    assert Enterprise.objects.values("regency").distinct().count() == 38
    assert Enterprise.objects.values("sector").distinct().count() == 6


def test_the_register_that_waits_has_rows_of_every_result() -> None:
    import_file(REGISTER)
    report = import_file(WAITING_REGISTER, dry_run=True)
    assert (report.created, report.updated, report.unchanged, report.bad) == (8, 2, 2, 3)


def test_owners_and_helper_claim_theirs_in_the_past() -> None:
    past, owner, helper = PastDays.until_today(), UserFactory(), HelperFactory()
    import_demo_register(past)
    claim_enterprises(past, {"Mebel Jati Rukun": owner, "Sambal Mak Tini": helper})
    memberships = Member.objects.order_by("pk").values_list("user", "enterprise__regency", "role")
    assert list(memberships) == [(owner.pk, "35.78", "owner"), (helper.pk, "35.78", "helper")]
    assert facts_for(Enterprise.objects.get(members__user=owner))["has_npwp"] is True
    imported = RegisterRun.objects.get().ended_at
    assert imported is not None
    assert imported.date() == past.days[45]
    assert {claim.created_at.date() for claim in Claim.objects.all()} == {past.days[44]}
