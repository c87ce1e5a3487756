"""Orders of exporters: begun, changed while they are prepared, cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.reasons import refuse_nik
from common.text.formats import number
from common.text.typed import visible, visible_line
from common.text.typed_reasons import is_reason
from enterprises.models import Enterprise
from supply.allocation.reading import MOST_PIECES, MOST_UNIT_PRICE
from supply.enums import OrderState, PriceMode
from supply.models import BuyerRequest, Order, OrderDelivery, OrderSpecification
from supply.policies.delivery_weeks import first_making_week, ready_week
from supply.selectors.exporters import exporters_of
from supply.selectors.orders.access import latest_specification, lock_exporter, locked_order
from supply.services.requests.moves import lock_taken

MOST_WEEKS: Final = 52
MOST_DELIVERIES: Final = 4
_MOST_OPEN_ORDERS: Final = 100
_LEAST_REASON: Final = 10
_MOST_REASON: Final = 300
# Material may be there already; no week after two years can be promised.
_EARLIEST: Final = timedelta(days=366)
_LATEST: Final = timedelta(weeks=104)


@dataclass(frozen=True)
class Due:
    """Pieces that the buyer expects on a day."""

    on: date
    quantity: int


@dataclass(frozen=True)
class OrderData:
    """What an exporter states of an order, as its form reads it; `deliveries` rise in time."""

    title: str
    hs_code: str
    incoterm: str
    deliveries: Sequence[Due]
    begins_on: date
    material_on: date
    first_article_days: int
    inspection_days: int
    rework_days: int
    stuffing_days: int
    port_closing_days: int
    buffer_permille: int
    new_member_percent: int
    price_mode: str
    unit_price: int | None
    certificates: Sequence[str]
    contact_name: str
    contact_phone: str
    pays_within_days: int
    advance_percent: int
    material: str
    penalty_percent_a_week: int
    penalty_cap_percent: int
    exchange_rate: str
    surplus: str
    force_majeure: str
    claims: str
    specification: str
    no_sample_reason: str = ""


_APART: Final = ("deliveries", "specification")
_COLUMNS: Final = tuple(each.name for each in fields(OrderData) if each.name not in _APART)


def order_row(order: Order) -> str:
    """Return the name of the row that pages of an order show."""
    return f"order:{order.pk}"


def order_values(order: Order) -> dict[str, Any]:
    """Return what is stored of an order, by the names of its form's fields."""
    specification = latest_specification(order)
    return {
        **{name: getattr(order, name) for name in _COLUMNS},
        **_numbered([Due(row.due_on, row.quantity) for row in order.deliveries.all()]),
        "specification": specification.text if specification else "",
    }


@transaction.atomic
def begin_order(
    actor: User, exporter_id: int, data: OrderData, *, request: BuyerRequest | None = None
) -> Order:
    """Begin an order of an exporter for which the person acts, for a buyer's request or without.

    Locks the exporter, then the request. Raises NotFound for another's exporter or request,
    InvalidInput, Conflict `too_many_orders`, or `state_changed` for a request that ended.
    """
    exporter = exporters_of(actor).filter(pk=exporter_id).first()
    if exporter is None:
        raise NotFound("not_found", _("Eksportir tidak ditemukan."))
    if request is not None and request.exporter_id != exporter.pk:
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    _require_room(exporter)
    if request is not None:
        lock_taken(request.pk)
    order = Order.objects.create(
        exporter=exporter,
        request=request,
        created_by=actor,
        created_at=clock.now(),
        quantity=_checked(data),
        **_columns(data),
    )
    _write_parts(actor, order, data)
    return order


@transaction.atomic
def change_order(actor: User, uid: UUID, data: OrderData, *, shown: FormSnapshot) -> Order:
    """Change an order that is still prepared; a changed specification is a new version.

    A field that only others changed since keeps their value. Locks the order. Raises NotFound,
    InvalidInput, Conflict `order_fixed` once members were asked, ChangedMeanwhile; then nothing is
    written.
    """
    order = locked_order(actor, uid)
    require_preparing(order)
    _checked(data)
    before = order_values(order)
    submitted = {
        **{name: getattr(data, name) for name in _COLUMNS},
        **_numbered(data.deliveries),
        "specification": data.specification,
    }
    merged = merge(shown, current=before, submitted=submitted)
    if merged.conflicts:
        raise ChangedMeanwhile(merged)
    whole = _whole({**before, **merged.written})
    try:
        order.quantity = _checked(whole)
    except InvalidInput as refused:
        # What was sent is good by itself, so it does not go together with what others wrote.
        raise ChangedMeanwhile(merged.disputed) from refused
    for name, value in _columns(whole).items():
        setattr(order, name, value)
    order.save()
    OrderDelivery.objects.filter(order=order).delete()
    _write_parts(actor, order, whole)
    written = merged.written
    remember_changes(order_row(order), before=before, after=written, by=actor.pk, page=shown.page)
    return order


def require_preparing(order: Order) -> None:
    """Raise Conflict `order_fixed` once members were asked: they answered to these figures."""
    if order.state != OrderState.PREPARING:
        raise Conflict(
            "order_fixed",
            _("Anggota sudah diundang dengan angka ini, jadi pesanan tidak dapat diubah lagi."),
        )


def order_weeks(data: OrderData | Order, last_due: date) -> tuple[date, date, date]:
    """Return the Mondays of the first week, of the first that makes pieces, and of the last."""
    order = data if isinstance(data, Order) else Order(**_columns(data))
    makes_from = first_making_week(order.begins_on, order.material_on, order.first_article_days)
    first = first_making_week(order.begins_on, order.begins_on, 0)
    return min(first, makes_from), makes_from, ready_week(last_due, order.margins)


def _numbered(deliveries: Sequence[Due]) -> dict[str, Any]:
    """Return deliveries by the names of the form's fields, `due_1`, `quantity_1` and so on."""
    found: dict[str, Any] = {}
    for place in range(MOST_DELIVERIES):
        row = deliveries[place] if place < len(deliveries) else None
        found[f"due_{place + 1}"] = row.on if row else None
        found[f"quantity_{place + 1}"] = row.quantity if row else None
    return found


def _whole(values: Mapping[str, Any]) -> OrderData:
    """Return an order from values by the names of the form's fields, as `order_values` has them."""
    pairs = [
        (values[f"due_{place}"], values[f"quantity_{place}"])
        for place in range(1, MOST_DELIVERIES + 1)
    ]
    return OrderData(
        deliveries=[Due(on, quantity or 0) for on, quantity in pairs if on],
        specification=values["specification"],
        **{name: values[name] for name in _COLUMNS},
    )


def _columns(data: OrderData) -> dict[str, Any]:
    cleaned = {
        "hs_code": data.hs_code[:6],
        "no_sample_reason": visible_line(data.no_sample_reason),
    }
    return {**{name: getattr(data, name) for name in _COLUMNS}, **cleaned}


def _checked(data: OrderData) -> int:
    """Return the quantity of all deliveries; raises InvalidInput for what cannot be an order."""
    days = [row.on for row in data.deliveries]
    if not 0 < len(days) <= MOST_DELIVERIES or days != sorted(set(days)):
        text = _("Isi satu sampai empat tanggal, masing-masing sekali, dari yang paling awal.")
        raise InvalidInput("bad_deliveries", text, field="due_1")
    _check_days(data)
    quantity = _quantity(data)
    for name in ("title", "specification", "force_majeure", "claims", "contact_name"):
        refuse_nik(getattr(data, name), name)
    _check_sample_reason(data)
    _check_price(data)
    if data.penalty_percent_a_week > data.penalty_cap_percent:
        text = _("Batas denda tidak boleh lebih kecil daripada denda seminggu.")
        raise InvalidInput("cap_too_low", text, field="penalty_cap_percent")
    _first, makes_from, _last = order_weeks(data, days[0])
    if ready_week(days[0], Order(**_columns(data)).margins) < makes_from:
        text = _(
            "Tanggal ini terlalu dekat: setelah dikurangi hari pemeriksaan, perbaikan, pemuatan "
            "dan penutupan pelabuhan, tidak ada pekan untuk membuat barang."
        )
        raise InvalidInput("too_soon", text, field="due_1")
    first, _makes, last = order_weeks(data, days[-1])
    if (last - first).days // 7 >= MOST_WEEKS:
        text = _("Pesanan bersama paling lama %(weeks)s pekan.")
        raise InvalidInput("too_long", text, field="due_1", params={"weeks": MOST_WEEKS})
    return quantity


def _check_sample_reason(data: OrderData) -> None:
    reason = visible_line(data.no_sample_reason)
    refuse_nik(reason, "no_sample_reason")
    if reason and not is_reason(reason, least=_LEAST_REASON, most=_MOST_REASON):
        raise InvalidInput(
            "reason_says_nothing",
            _("Tulis alasannya dengan kata-kata: %(least)s sampai %(most)s huruf."),
            field="no_sample_reason",
            params={"least": _LEAST_REASON, "most": _MOST_REASON},
        )


def _check_days(data: OrderData) -> None:
    """Raise InvalidInput for days so far off that their weeks cannot be counted or promised."""
    today = clock.today()
    days = [(f"due_{place}", row.on) for place, row in enumerate(data.deliveries, start=1)]
    days += [("begins_on", data.begins_on), ("material_on", data.material_on)]
    for field, day in days:
        if not today - _EARLIEST <= day <= today + _LATEST:
            text = _("Pilih tanggal dari setahun yang lalu sampai dua tahun lagi.")
            raise InvalidInput("bad_day", text, field=field)


def _quantity(data: OrderData) -> int:
    """Return the pieces of all deliveries; raises InvalidInput for more than can be planned."""
    total = sum(row.quantity for row in data.deliveries)
    if total > MOST_PIECES or min(row.quantity for row in data.deliveries) < 1:
        raise InvalidInput(
            "bad_quantity",
            _("Isi jumlah seluruhnya dari 1 sampai %(most)s buah."),
            field="quantity_1",
            params={"most": number(MOST_PIECES)},
        )
    return total


def _check_price(data: OrderData) -> None:
    if data.price_mode != PriceMode.ONE_PRICE:
        return
    if not data.unit_price:
        text = _("Isi harga satuan yang berlaku untuk semua anggota.")
        raise InvalidInput("price_missing", text, field="unit_price")
    if not 0 < data.unit_price <= MOST_UNIT_PRICE:
        raise InvalidInput("bad_price", _("Isi harga satuan dalam rupiah."), field="unit_price")


def _write_parts(actor: User, order: Order, data: OrderData) -> None:
    OrderDelivery.objects.bulk_create(
        OrderDelivery(order=order, due_on=row.on, quantity=row.quantity) for row in data.deliveries
    )
    latest = latest_specification(order)
    text = visible(data.specification).strip()
    if latest is None or latest.text != text:
        OrderSpecification.objects.create(
            order=order,
            version=latest.version + 1 if latest else 1,
            text=text,
            written_by=actor,
            written_at=clock.now(),
        )


def _require_room(exporter: Enterprise) -> None:
    lock_exporter(exporter.pk)
    ended = (OrderState.LETTERS_CLOSED, OrderState.CANCELLED)
    if Order.objects.filter(exporter=exporter).exclude(state__in=ended).count() >= (
        _MOST_OPEN_ORDERS
    ):
        raise Conflict(
            "too_many_orders",
            _("Paling banyak %(most)s pesanan berjalan bersamaan. Tutup yang sudah selesai."),
            params={"most": _MOST_OPEN_ORDERS},
        )
