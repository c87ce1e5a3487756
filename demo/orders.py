"""Orders of the demo's exporter, one in each phase; members answer each in its own way."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.models import User
from common.dates import clock
from common.edits.shown import FormSnapshot
from demo.order_buyers import HAMBURG, MELBOURNE, OSAKA, ROTTERDAM, Buyer, checked_buyer
from demo.past import PastDays, at
from enterprises.enums import Incoterm
from enterprises.models import CapacityViewer, Enterprise, Member, Product
from enterprises.policies.capacity import weeks_from
from enterprises.policies.week_proposal import of_eid
from enterprises.selectors.capacity import free_pieces
from enterprises.services.capacity_promises import WeekFull
from notifications.services.delivery import deliver_due
from reference.selectors.calendar import idul_fitri_days
from supply.enums import CostKind, Currency, MaterialBy, PriceMode, RateBorneBy, Surplus
from supply.models import BuyerRequest, Commitment, Invitation, Order
from supply.selectors.orders.access import accepted_pieces
from supply.selectors.plans.problem import order_mondays
from supply.services.letters.answers import accept
from supply.services.letters.sending import cancel_order, close_letters, send_letters
from supply.services.members.inviting import invite
from supply.services.members.offering import OfferData, decline, offer, offer_row, offer_values
from supply.services.orders.costs import add_hub, set_cost
from supply.services.orders.preparing import Due, OrderData, begin_order
from supply.services.orders.quoting import quote
from supply.services.orders.samples import note_sample
from supply.services.plans.runs import Choices, ask_plan, work_next

_HS: Final = "621490"
_WEEKS: Final = 6
_MARGIN: Final = 7
# A member offers this part of its free week to one order.
_OFFERED_PART: Final = 3
# No member makes more than this part, so that many take part.
_SHARE: Final = 20
# In days before today.
_BEGUN_AGO: Final = 9
# The day after the last member stated its weeks; its steps follow by these minutes.
_ANSWERED_AGO: Final = 1
_PLANNED_AFTER: Final = 120
_ACCEPTED_AFTER: Final = 240
_CLOSED_AFTER: Final = 300


def add_demo_orders(past: PastDays, head: User, exporter: Enterprise) -> None:
    """Let the exporter lead an order in preparation and others with offers, plan, letters, end.

    One more was begun by mistake, and cancelled.
    """
    makers = Product.objects.filter(hs_code__startswith=_HS).exclude(enterprise=exporter)
    # A member is asked for one of its products.
    own = makers.order_by("enterprise_id", "id").distinct("enterprise_id")
    products = list(own.select_related("enterprise"))
    with at(past.moment(_BEGUN_AGO, 0)):
        _show_capacity(exporter, products)
    with at(past.moment(_BEGUN_AGO - 2, 60)):
        collecting, planned, waiting, closed = [
            _asked(head, exporter, buyer, quantity, products) for buyer, quantity in _BUYERS
        ]
        nordlicht = BuyerRequest.objects.get(email_domain="nordlicht-textil.example")
        twice = [_begin(head, exporter, "Bremen", 3_000, nordlicht) for _time in range(2)]
        cancel_order(head, twice[0].uid)
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, 0)):
        for order in (planned, waiting, closed):
            for invitation in _invitations(order):
                _offer(invitation)
        _answer_some(collecting)
    with at(past.moment(_ANSWERED_AGO, _PLANNED_AFTER)):
        for order in (planned, waiting, closed):
            ask_plan(head, order.uid, Choices(max_share_percent=_SHARE))
            work_next()
        letters = [letter for order in (waiting, closed) for letter in _send(head, order)]
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, _ACCEPTED_AFTER)):
        # In the order that still waits, one member has not answered.
        for letter in letters[1:]:
            with suppress(WeekFull):
                accept(_owner(letter.invitation.product.enterprise), letter.uid)
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, _CLOSED_AFTER)):
        _close(head, closed)
        deliver_due()


_BUYERS: Final = ((OSAKA, 2_400), (HAMBURG, 1_200), (ROTTERDAM, 1_500), (MELBOURNE, 900))


def _asked(
    head: User, exporter: Enterprise, buyer: Buyer, quantity: int, products: list[Product]
) -> Order:
    """Return an order of a checked buyer whose members are asked, with a sample by the first."""
    request = checked_buyer(head, exporter, buyer, quantity=quantity)
    order = _begin(head, exporter, buyer.place, quantity, request)
    note_sample(head, order.uid, product_id=products[0].pk, note="Contoh", is_approved=True)
    _invite(head, order, products)
    return order


def _begin(
    head: User, exporter: Enterprise, place: str, quantity: int, request: BuyerRequest
) -> Order:
    order = begin_order(head, exporter.pk, _data(place, quantity), request=request)
    add_hub(head, order.uid, name="Gudang koperasi", opening_cost=0, weekly_capacity=None)
    set_cost(
        head,
        order.uid,
        kind=CostKind.PACKING,
        amount=2_500 * quantity,
        source="Perkiraan koperasi, data contoh",
    )
    return order


def _data(place: str, quantity: int) -> OrderData:
    """Return what the exporter states of an order that is delivered in one part."""
    first = _first_week()
    # The Sunday of the last week is the margin before the buyer's date.
    due = first + timedelta(weeks=_WEEKS, days=_MARGIN - 1)
    return OrderData(
        title=f"Selendang batik cap untuk {place} (contoh)",
        hs_code=_HS,
        incoterm=Incoterm.FOB,
        deliveries=(Due(due, quantity),),
        begins_on=first,
        material_on=first,
        first_article_days=0,
        inspection_days=2,
        rework_days=3,
        stuffing_days=1,
        port_closing_days=1,
        buffer_permille=50,
        new_member_percent=50,
        price_mode=PriceMode.OWN_PRICE,
        unit_price=None,
        certificates=(),
        contact_name="Bagian pesanan koperasi",
        contact_phone="+6281200000000",
        pays_within_days=14,
        advance_percent=30,
        material=MaterialBy.MEMBER,
        penalty_percent_a_week=1,
        penalty_cap_percent=5,
        exchange_rate=RateBorneBy.EXPORTER,
        surplus=Surplus.BOUGHT,
        force_majeure="Bencana alam membebaskan kedua pihak selama berlangsung.",
        claims="Eksportir menanggung klaim, kecuali cacat yang tercatat pada pemeriksaan.",
        specification="Selendang batik cap 70 x 180 cm, katun primisima, tepi dijahit. "
        "Data contoh.",
    )


def _first_week() -> date:
    """Return the first of weeks without Idul Fitri and the week after, in which little is made."""
    # Still in the future when letters are answered, days after the order was begun.
    first = weeks_from(clock.today(), 4)[3]
    # The two weeks after the order's are checked too, since Idul Fitri affects the week after.
    weeks = weeks_from(first, _WEEKS + 2)
    eid_days = idul_fitri_days(first - timedelta(weeks=1), weeks[-1] + timedelta(weeks=1))
    of_them = [week for week in weeks if of_eid(week, eid_days) is not None]
    is_met = bool(of_them) and of_them[0] < weeks[_WEEKS]
    return of_them[-1] + timedelta(weeks=1) if is_met else first


def _show_capacity(exporter: Enterprise, products: list[Product]) -> None:
    for enterprise in {product.enterprise for product in products}:
        CapacityViewer.objects.get_or_create(
            enterprise=enterprise,
            exporter=exporter,
            ended_at=None,
            defaults={"allowed_by": _owner(enterprise), "allowed_at": clock.now()},
        )


def _invite(head: User, order: Order, products: list[Product]) -> None:
    invite(
        head,
        order.uid,
        product_ids=[product.pk for product in products],
        hub_id=order.hubs.get().pk,
        answer_by=clock.today() + timedelta(days=30),
    )


def _invitations(order: Order) -> list[Invitation]:
    related = ("product__enterprise", "order")
    return list(order.invitations.select_related(*related).order_by("id"))


def _answer_some(order: Order) -> None:
    """Let a third of the members offer and one decline; the others have not answered."""
    rows = _invitations(order)
    for invitation in rows[: len(rows) // 3]:
        _offer(invitation)
    decline(_owner(rows[-1].product.enterprise), rows[-1].uid)


def _offer(invitation: Invitation) -> None:
    weeks = free_pieces(invitation.product, order_mondays(invitation.order))
    pieces = [week.pieces // _OFFERED_PART for week in weeks]
    if not any(pieces):
        return
    offer(
        _owner(invitation.product.enterprise),
        invitation.uid,
        OfferData(
            pieces=pieces,
            unit_price=invitation.product.price,
            min_lot=0,
            valid_until=clock.today() + timedelta(days=90),
        ),
        shown=FormSnapshot.of(offer_row(invitation), offer_values(invitation)),
    )


def _send(head: User, order: Order) -> list[Commitment]:
    plan = order.plans.get()
    if not plan.result or plan.result["status"] != "optimal":
        return []
    order.refresh_from_db(fields=["first_week"])
    # Later the first week could no longer be promised, and a letter may not wait longer.
    first = order.first_week or clock.today()
    until = min(first + timedelta(days=6), clock.today() + timedelta(days=30))
    return send_letters(head, order.uid, plan_number=plan.number, answer_by=until)


def _close(head: User, order: Order) -> None:
    if accepted_pieces(order) < order.target:
        return
    close_letters(head, order.uid)
    quote(
        head,
        order.uid,
        unit_price=Decimal("9.80"),
        currency=Currency.USD,
        valid_until=clock.today() + timedelta(days=60),
        is_firm=True,
    )


def _owner(enterprise: Enterprise) -> User:
    return Member.objects.acting().filter(enterprise=enterprise).order_by("id")[0].user
