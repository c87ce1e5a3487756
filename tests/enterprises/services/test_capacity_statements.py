"""What an enterprise states of its weeks, sales elsewhere, and who is warned."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from common.edits.merging import ChangedMeanwhile
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import CapacitySource, HelperAct, MemberRole
from enterprises.models import CapacityWeek, Enterprise, OwnerNotice
from enterprises.policies.capacity import monday_of
from enterprises.selectors.capacity import free_pieces, free_pieces_of, planned_weeks
from enterprises.selectors.shortfalls import Shortfall
from enterprises.services.capacity_promises import Part, promise_weeks
from enterprises.services.capacity_statements import (
    capacity_row,
    record_sale_elsewhere,
    state_capacity,
    week_field,
)
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import MemberFactory, owned_enterprise
from tests.factories.products import ProductFactory, free_weeks, next_weeks

pytestmark = pytest.mark.django_db
HEARD: list[tuple[int, Sequence[Shortfall]]] = []


def hear(enterprise: Enterprise, shortfalls: Sequence[Shortfall]) -> set[date]:
    HEARD.append((enterprise.pk, shortfalls))
    return {each.week for each in shortfalls}


@pytest.fixture(autouse=True)
def heard(settings: object) -> list[tuple[int, Sequence[Shortfall]]]:
    settings.CAPACITY_LISTENERS = [f"{__name__}.hear"]  # type: ignore[attr-defined]
    HEARD.clear()
    return HEARD


def test_a_statement_says_who_when_and_whence() -> None:
    owner, enterprise = owned_enterprise()
    one, two = next_weeks(2)
    assert state_capacity(owner, enterprise, {one: 500, two: 250}, proposed=[two]) == []
    rows = CapacityWeek.objects.order_by("week")
    assert [(row.free_thousandths, row.source, row.stated_by) for row in rows] == [
        (500, CapacitySource.OWNER, owner),
        (250, CapacitySource.PROPOSAL, owner),
    ]
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    state_capacity(helper, enterprise, {one: 100})
    rows[0].refresh_from_db()
    assert rows[0].source == CapacitySource.HELPER
    assert OwnerNotice.objects.get().act == HelperAct.CAPACITY_STATED


def test_below_what_is_promised_warns_once_and_tells_the_listeners(
    heard: list[tuple[int, Sequence[Shortfall]]],
) -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, weekly_capacity=10)
    (week,) = free_weeks(enterprise, 1, by=owner)
    promise_weeks([Part(product, week, 5)], subject="order:1")
    assert (state_capacity(owner, enterprise, {week: 600}), heard) == ([], [])
    short = Shortfall(week, 200, 500)
    assert state_capacity(owner, enterprise, {week: 200}) == [short]
    assert state_capacity(owner, enterprise, {week: 200}) == [short]
    assert state_capacity(owner, enterprise, {week: 300}) == [Shortfall(week, 300, 500)]
    assert heard == [(enterprise.pk, [short])]
    assert [each.pieces for each in free_pieces(product, [week])] == [0]


def test_a_sale_elsewhere_lowers_what_is_left_and_counts_once(
    heard: list[tuple[int, Sequence[Shortfall]]],
) -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, weekly_capacity=10)
    week, other = next_weeks(2)
    free_weeks(enterprise, 1, by=owner, free_thousandths=800)
    promise_weeks([Part(product, week, 5)], subject="order:1")
    shown = FormSnapshot.of(capacity_row(enterprise), {week_field(week): 800})
    assert record_sale_elsewhere(owner, enterprise, week, 300, shown=shown) == []
    with pytest.raises(ChangedMeanwhile):
        record_sale_elsewhere(owner, enterprise, week, 300, shown=shown)
    row = CapacityWeek.objects.get()
    assert (row.free_thousandths, row.source, heard) == (500, CapacitySource.SALE, [])
    assert record_sale_elsewhere(owner, enterprise, week, 600) == [Shortfall(week, 0, 500)]
    assert len(heard) == 1
    with pytest.raises(Conflict, match="week_not_stated"):
        record_sale_elsewhere(owner, enterprise, other, 100)


def test_two_tabs_overwrite_nothing_unseen() -> None:
    owner, enterprise = owned_enterprise()
    one, two = next_weeks(2)
    shown = FormSnapshot.of(capacity_row(enterprise), {})
    state_capacity(owner, enterprise, {one: 500})
    with pytest.raises(ChangedMeanwhile):
        state_capacity(owner, enterprise, {one: 0, two: 400}, shown=shown)
    assert CapacityWeek.objects.filter(free_thousandths__isnull=False).count() == 1
    state_capacity(owner, enterprise, {one: 500, two: 400}, shown=shown)
    assert CapacityWeek.objects.get(week=two).free_thousandths == 400


def test_hostile_statements_are_refused() -> None:
    owner, enterprise = owned_enterprise()
    week = next_weeks(1)[0]
    with pytest.raises(NotPermitted):
        state_capacity(UserFactory(), enterprise, {week: 1})
    for free, code in (
        ({}, "bad_weeks"),
        ({week + timedelta(weeks=step): 1 for step in range(27)}, "bad_weeks"),
        ({week + timedelta(days=1): 1}, "not_a_monday"),
        ({week - timedelta(weeks=2): 1}, "bad_week"),
        ({week + timedelta(weeks=25): 1}, "bad_week"),
        ({week: -1}, "bad_part"),
        ({week: 1001}, "bad_part"),
        ({week: True}, "bad_part"),
    ):
        with pytest.raises(InvalidInput, match=code):
            state_capacity(owner, enterprise, free)
    assert CapacityWeek.objects.count() == 0


def test_free_pieces_are_what_is_left_with_its_age_in_one_query() -> None:
    owner, enterprise = owned_enterprise()
    chair = ProductFactory(enterprise=enterprise, weekly_capacity=40)
    table = ProductFactory(enterprise=enterprise, weekly_capacity=3)
    far = ProductFactory()
    old = clock.now() - timedelta(days=29)
    weeks = free_weeks(enterprise, 2, by=owner, free_thousandths=600, stated_at=old)
    promise_weeks([Part(chair, weeks[0], 4)], subject="order:1")
    past = monday_of(clock.today()) - timedelta(weeks=1)
    asked = [past, *weeks]
    for products in ([chair], [chair, table, far]):
        with CaptureQueriesContext(connection) as found:
            free = free_pieces_of(products, asked)
        assert len(found) == 1
    assert [each.pieces for each in free[chair.pk]] == [0, 20, 24]
    assert [each.pieces for each in free[table.pk]] == [0, 1, 1]
    assert [(each.is_aged, each.stated_on) for each in free[chair.pk][1:]] == [
        (True, clock.local_date(old))
    ] * 2
    assert [(each.pieces, each.stated_on) for each in free[far.pk]] == [(0, None)] * 3


def test_next_weeks_are_proposed_from_the_last_own_word_with_holidays_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, enterprise = owned_enterprise()
    moment = clock.now().replace(year=2027, month=2, day=24)
    monkeypatch.setattr(clock, "now", lambda: moment)
    one, *weeks = next_weeks(5)
    state_capacity(owner, enterprise, {one: 500})
    with CaptureQueriesContext(connection) as found:
        planned = planned_weeks(enterprise, [one, *weeks])
    assert len(found) == 3
    assert [each.proposal.thousandths for each in planned if each.proposal] == [
        500, 0, 0, 300, 500,
    ]  # fmt: skip
    assert any("Idul Fitri" in name for name in planned[1].holidays)
    assert (planned[0].free, planned[1].free, planned[0].is_short) == (500, None, False)
    record_sale_elsewhere(owner, enterprise, one, 500)
    # A sale is no own word to go by; the weeks of Idul Fitri begin at nothing all the same.
    planned = planned_weeks(enterprise, weeks)
    assert [each.proposal and each.proposal.thousandths for each in planned] == [0, 0, None, None]
