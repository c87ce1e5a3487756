"""Machines and trainings of an order: who types them, what is refused, what plans make of them."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common.errors import Conflict, InvalidInput, NotFound
from supply.enums import MeasureKind
from supply.models import Order, OrderMeasure
from supply.services.letters.sending import cancel_order
from supply.services.orders.measures import MOST_MEASURES, MeasureData, add_measure, remove_measure
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    offered,
    planned,
)

pytestmark = pytest.mark.django_db

LATHE = MeasureData(
    MeasureKind.MACHINE, "Mesin bubut", "", 20, 15_000_000, 5, 0, "Penawaran CV Mesin, 1 November"
)


def short_order() -> tuple[User, Order]:
    """Return an order of 105 pieces for which one member offers 80."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    offered(owner, row)
    return head, order


def test_plan_solves_again_with_the_figures_that_were_typed() -> None:
    head, order = short_order()
    assert planned(head, order).result["helps"] == []  # type: ignore[index]
    add_measure(head, order.uid, LATHE)
    late = add_measure(head, order.uid, replace(LATHE, name="Pelatihan", lead_weeks=50))
    plan = planned(head, order)
    assert plan.result is not None
    lathe, training = plan.result["helps"]
    assert plan.result["shortfall"] == 25
    assert (lathe["name"], lathe["units"], lathe["covers"]) == ("Mesin bubut", 1, 25)
    assert (lathe["cost"], lathe["total_cost"]) == (15_000_000, 105 * 400_000)
    assert (training["units"], training["covers"]) == (0, 0)
    remove_measure(head, order.uid, late.pk)
    assert [row.name for row in OrderMeasure.objects.all()] == ["Mesin bubut"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pieces": 0}, "pieces"),
        ({"cost": -1}, "cost"),
        ({"cost": 10**15}, "cost"),
        ({"most": 0}, "most"),
        ({"lead_weeks": 53}, "lead_weeks"),
        ({"name": " \u200b "}, "name"),
        ({"source": ""}, "source"),
        ({"source": "NIK 3578011708450001"}, "source"),
        ({"group": "regency-99"}, "group"),
    ],
)
@pytest.mark.whole
def test_figures_with_which_nothing_can_be_worked_out_are_refused(
    change: dict[str, Any], field: str
) -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    with pytest.raises(InvalidInput) as refused:
        add_measure(head, order.uid, replace(LATHE, **change))
    assert refused.value.field == field
    assert not OrderMeasure.objects.exists()


def test_measures_are_the_exporters_own_bounded_and_end_with_the_order() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    stranger, _other = exporter_of_record()
    with pytest.raises(NotFound):
        add_measure(stranger, order.uid, LATHE)
    row = add_measure(head, order.uid, LATHE)
    with pytest.raises(NotFound):
        remove_measure(stranger, order.uid, row.pk)
    with pytest.raises(Conflict, match="measure_twice"):
        add_measure(head, order.uid, LATHE)
    for place in range(MOST_MEASURES - 1):
        add_measure(head, order.uid, replace(LATHE, name=f"Mesin {place}"))
    with pytest.raises(Conflict, match="too_many_measures"):
        add_measure(head, order.uid, replace(LATHE, name="Satu lagi"))
    for bad in ({"pieces": 0}, {"most": 1001}, {"source": ""}, {"kind": "magic"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderMeasure.objects.filter(pk=row.pk).update(**bad)
    cancel_order(head, order.uid)
    with pytest.raises(Conflict, match="order_ended"):
        add_measure(head, order.uid, replace(LATHE, name="Terlambat"))
    with pytest.raises(Conflict, match="order_ended"):
        remove_measure(head, order.uid, row.pk)
