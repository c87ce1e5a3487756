"""Who is warned where promised pieces take more of a week than is free by now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from accounts.enums import Role
from common.dates import clock
from enterprises.models import CapacityPromise, Enterprise
from enterprises.selectors.shortfalls import Shortfall, short_weeks
from enterprises.services.capacity_promises import Part, promise_weeks
from enterprises.services.capacity_visits import record_visit
from enterprises.services.product_data import ProductData, values_of
from enterprises.services.products import change_product
from notifications.models import OutboxMessage
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import ProductFactory, free_weeks

pytestmark = pytest.mark.django_db
HEARD: list[tuple[int, Sequence[Shortfall]]] = []


def hear(enterprise: Enterprise, shortfalls: Sequence[Shortfall]) -> set[date]:
    HEARD.append((enterprise.pk, shortfalls))
    return {each.week for each in shortfalls}


def test_a_visit_or_a_lower_weekly_capacity_warns_of_promised_pieces(settings: Any) -> None:
    heard: list[tuple[int, Sequence[Shortfall]]] = HEARD
    settings.CAPACITY_LISTENERS = [f"{__name__}.hear"]
    owner, enterprise = owned_enterprise()
    chair = ProductFactory(enterprise=enterprise, weekly_capacity=100)
    table = ProductFactory(enterprise=enterprise, weekly_capacity=100)
    one, two, _free = free_weeks(enterprise, 3, by=owner)
    parts = [Part(chair, one, 40), Part(table, one, 40), Part(chair, two, 40), Part(table, two, 10)]
    promise_weeks(parts, subject="order:1")
    verifier = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    # 40 of 80 and 40 of 100 fit; 40 of 50 and 40 of 100 do not.
    record_visit(verifier, chair.pk, found=80, visited_on=clock.today())
    assert heard == []
    record_visit(verifier, chair.pk, found=50, visited_on=clock.today())
    short = Shortfall(one, 1000, 1200)
    assert heard == [(enterprise.pk, [short])]
    told, *_before = OutboxMessage.objects.filter(key="capacity.visited").order_by("-created_at")
    assert told.context["short_on"] == one.isoformat()
    # A figure that lies above the visit's changes nothing that counts; one below it does.
    for weekly, weeks in ((60, 1), (40, 2)):
        chair.refresh_from_db()
        data = ProductData(**{**values_of(chair, ()), "weekly_capacity": weekly})
        change_product(owner, chair, data, names=["weekly_capacity"])
        assert len(heard) == weeks
    assert heard[1][1] == [Shortfall(one, 1000, 1400), Shortfall(two, 1000, 1100)]
    made = CapacityPromise.objects.filter(product=chair).values_list("thousandths", flat=True)
    assert list(made) == [400, 400]
    assert [each.week for each in short_weeks(enterprise.pk)] == [one, two]
