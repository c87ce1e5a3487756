"""Two people of the province grant and end the standing of an exporter; the clock ends it too."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.enums import Role
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import LegalForm
from enterprises.services.registration import open_membership
from notifications.models import OutboxMessage
from notifications.render import render
from supply.models import ExporterStanding
from supply.selectors.exporters import exporters, exporters_of, is_exporter
from supply.services.letters.sending import cancel_order
from supply.services.standings import (
    end,
    grant,
    keep,
    propose,
    propose_end,
    reject_proposal,
    remind_of_ends,
)
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.orders import an_order, end_standing, exporter_of_record
from tests.factories.supply import make_exporter, make_standing, province_staff, standing_fields

pytestmark = pytest.mark.django_db
WHY = "Akses kepabeanannya dicabut."


def test_one_proposes_and_another_grants() -> None:
    owner = UserFactory()
    koperasi = EnterpriseFactory(legal_form=LegalForm.COOPERATIVE)
    open_membership(owner, koperasi, channel="web")
    proposer = province_staff()
    standing = propose(proposer, koperasi, **standing_fields())
    assert not is_exporter(owner)
    with pytest.raises(NotPermitted, match="two_people"):
        grant(proposer, standing.pk)
    grant(province_staff(Role.DECIDER), standing.pk)
    assert list(exporters()) == list(exporters_of(owner)) == [koperasi]
    assert OutboxMessage.objects.filter(key="exporter.granted", recipient=owner).count() == 1
    with pytest.raises(Conflict, match="not_proposed"):
        grant(province_staff(), standing.pk)


def test_who_may_not_propose() -> None:
    koperasi = EnterpriseFactory()
    member = province_staff()
    open_membership(member, koperasi, channel="web")
    for person in (UserFactory(), OfficialFactory(role=Role.STAFF, regency="35.78"), member):
        with pytest.raises(NotPermitted):
            propose(person, koperasi, **standing_fields())


def test_a_proposal_needs_numbers_dates_and_a_reason() -> None:
    staff, fields = province_staff(), standing_fields()
    today = clock.today()
    koperasi = EnterpriseFactory(legal_form=LegalForm.COOPERATIVE)
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (EnterpriseFactory(nib=None, sku_number="470/12/2026"), {}, "no_nib"),
        (EnterpriseFactory(npwp=""), {}, "no_npwp"),
        (koperasi, {"last_rat_on": None}, "rat_needed"),
        (koperasi, {"last_rat_on": today - timedelta(days=600)}, "rat_needed"),
        (koperasi, {"customs_on": today + timedelta(days=1)}, "customs_later"),
        (koperasi, {"expires_on": today}, "expires_past"),
        (koperasi, {"reason": "ya ya ya ya"}, "reason_says_nothing"),
        (koperasi, {"reason": "Ya, ya! ya? ya."}, "reason_says_nothing"),
        (koperasi, {"reason": "NIK 3578011708450001 pemiliknya"}, "nik_in_reason"),
        (koperasi, {"customs_number": " "}, "customs_number"),
    ]
    for enterprise, changed, code in cases:
        with pytest.raises(InvalidInput, match=code):
            propose(staff, enterprise, **(fields | changed))
    assert not ExporterStanding.objects.exists()
    propose(staff, koperasi, **fields)
    with pytest.raises(Conflict, match="proposed_already"):
        propose(staff, koperasi, **fields)


def test_an_end_takes_two_people_and_may_be_turned_down() -> None:
    owner, koperasi = make_exporter()
    standing = ExporterStanding.objects.get(enterprise=koperasi)
    proposer, other = province_staff(), province_staff()
    with pytest.raises(Conflict, match="end_not_proposed"):
        end(other, standing.pk)
    propose_end(proposer, standing.pk, reason=WHY)
    assert is_exporter(owner)
    with pytest.raises(Conflict, match="end_proposed"):
        propose_end(other, standing.pk, reason=WHY)
    keep(other, standing.pk)
    propose_end(proposer, standing.pk, reason=WHY)
    with pytest.raises(NotPermitted, match="two_people"):
        end(proposer, standing.pk)
    end(other, standing.pk)
    assert not is_exporter(owner)
    with pytest.raises(Conflict, match="not_live"):
        propose_end(proposer, standing.pk, reason=WHY)


def test_a_renewal_takes_the_place_of_the_former() -> None:
    _owner, koperasi = make_exporter()
    renewed = make_standing(koperasi, days=700)
    assert [row.pk for row in ExporterStanding.objects.filter(ended_at=None)] == [renewed.pk]
    down = propose(province_staff(), koperasi, **standing_fields())
    reject_proposal(province_staff(), down.pk, reason="Datanya sudah lama sekali.")
    assert list(exporters()) == [koperasi]


def test_the_clock_ends_it_and_reminds_30_and_7_days_before() -> None:
    owner, koperasi = make_exporter()
    standing = ExporterStanding.objects.get(enterprise=koperasi)
    sent = []
    for left in (31, 30, 29, 7, 7, 0, -1):
        day = standing.expires_on - timedelta(days=left)
        with time_machine.travel(f"{day}T05:00:00+00:00", tick=False):
            sent.append((left, remind_of_ends(), is_exporter(owner)))
    assert sent == [
        (31, 0, True), (30, 1, True), (29, 0, True), (7, 1, True), (7, 0, True), (0, 0, True),
        (-1, 0, False),
    ]  # fmt: skip


def test_the_notice_of_the_end_leads_to_what_can_still_be_read() -> None:
    owner, koperasi = make_exporter()
    end_standing(koperasi)
    told = OutboxMessage.objects.get(key="exporter.ended")
    client = Client()
    client.force_login(owner)
    assert client.get(told.link).status_code == 200


def test_the_reminder_says_how_many_orders_end_with_it() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    with time_machine.travel(clock.now() + timedelta(days=364), tick=False):
        assert remind_of_ends() == 1
        told = OutboxMessage.objects.get(key="exporter.ends_soon")
        assert told.context["orders"] == 1
        assert "1 pesanan bersama" in render(told.key, told.context, language="id").text
    cancel_order(head, order.uid)


@pytest.mark.parametrize(
    "change",
    [
        {"granted_by": "proposed_by"},
        {"reason": "Alasan lain yang baru."},
        {"ended": True},
    ],
    ids=["granted by the proposer", "changed", "ended alone"],
)
def test_the_database_holds_two_people_and_keeps_what_was_said(change: dict[str, object]) -> None:
    standing = make_standing(EnterpriseFactory())
    if change.get("ended"):
        standing.end_proposed_by = standing.ended_by = province_staff()
        standing.end_proposed_at = standing.ended_at = clock.now()
        standing.end_reason = WHY
    elif "granted_by" in change:
        ExporterStanding.objects.filter(pk=standing.pk).update(end_reason="")
        standing.granted_by = standing.proposed_by
    else:
        standing.reason = str(change["reason"])
    with pytest.raises(DatabaseError), transaction.atomic():
        standing.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        ExporterStanding.objects.filter(pk=standing.pk).delete()
