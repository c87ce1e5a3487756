"""Machines and trainings that could make up for missing pieces, typed by the order's exporter."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.reasons import refuse_nik
from common.text.formats import number
from common.text.typed import visible_line
from supply.allocation.reading import MOST_PIECES, MOST_RUPIAH
from supply.enums import MeasureKind, OrderState
from supply.models import Order, OrderMeasure
from supply.selectors.orders.access import locked_order
from supply.selectors.plans.member_groups import group_choices

MOST_MEASURES: Final = 10
MOST_UNITS: Final = 1_000
MOST_LEAD_WEEKS: Final = 52
_ENDED: Final = (OrderState.LETTERS_CLOSED, OrderState.CANCELLED)


@dataclass(frozen=True)
class MeasureData:
    """What one machine or training of a kind adds and costs; `group` is empty for any member."""

    kind: MeasureKind
    name: str
    group: str
    pieces: int
    cost: int
    most: int
    lead_weeks: int
    source: str


@transaction.atomic
def add_measure(actor: User, uid: UUID, data: MeasureData) -> OrderMeasure:
    """Note a machine or a training, until the letters are closed. Locks the order.

    Plans asked for from now on try it where pieces are missing. Raises NotFound, Conflict
    `order_ended`, `measure_twice` or `too_many_measures`, InvalidInput.
    """
    order = locked_order(actor, uid)
    _require_open(order)
    name, source = visible_line(data.name), visible_line(data.source)
    for field, text in (("name", name), ("source", source)):
        refuse_nik(text, field)
        if not text:
            raise InvalidInput("required", _("Isi bagian ini."), field=field)
    _check(order, data)
    if order.measures.filter(name=name).exists():
        text = _("Nama ini sudah ada. Hapus dulu yang lama bila angkanya berubah.")
        raise Conflict("measure_twice", text, field="name")
    if order.measures.count() >= MOST_MEASURES:
        raise Conflict("too_many_measures", _("Mesin dan pelatihan sudah terlalu banyak."))
    return OrderMeasure.objects.create(
        order=order,
        kind=data.kind,
        name=name,
        group=data.group,
        pieces=data.pieces,
        cost=data.cost,
        most=data.most,
        lead_weeks=data.lead_weeks,
        source=source,
        typed_by=actor,
        typed_at=clock.now(),
    )


@transaction.atomic
def remove_measure(actor: User, uid: UUID, measure_id: int) -> None:
    """Remove a machine or a training; plans that were made keep what it said. Locks the order.

    Raises NotFound, also where it is gone already, and Conflict `order_ended`.
    """
    order = locked_order(actor, uid)
    _require_open(order)
    gone, _rows = order.measures.filter(pk=measure_id).delete()
    if not gone:
        raise NotFound("not_found", _("Mesin atau pelatihan ini sudah tidak ada."))


def _require_open(order: Order) -> None:
    if order.state in _ENDED:
        raise Conflict("order_ended", _("Pesanan ini sudah ditutup."))


def _check(order: Order, data: MeasureData) -> None:
    """Raise InvalidInput for figures with which nothing can be worked out."""
    bounds = {
        "pieces": (data.pieces, 1, MOST_PIECES),
        "cost": (data.cost, 0, MOST_RUPIAH),
        "most": (data.most, 1, MOST_UNITS),
        "lead_weeks": (data.lead_weeks, 0, MOST_LEAD_WEEKS),
    }
    for field, (value, least, most) in bounds.items():
        if not least <= value <= most:
            text = _("Isi angka dari %(least)s sampai %(most)s.")
            params = {"least": number(least), "most": number(most)}
            raise InvalidInput("out_of_bounds", text, field=field, params=params)
    if data.kind not in MeasureKind:
        raise InvalidInput("unknown_kind", _("Pilih dari daftar."), field="kind")
    if data.group and data.group not in dict(group_choices(order, invited=True)):
        raise InvalidInput("unknown_group", _("Pilih kelompok dari daftar."), field="group")
