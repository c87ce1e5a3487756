"""Orders of the demo's exporter, one in each phase; members answer each in its own way."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accounts.models import User
from common.dates import clock
from common.edits.shown import Shown
from demo.past import PastDays, at
from enterprises.enums import Incoterm
from enterprises.models import CapacityViewer, Enterprise, Member, Product
from enterprises.policies.capacity import weeks_from
from enterprises.services.capacity_promises import WeekFull
from notifications.services.delivery import deliver_due
from supply.enums import CostKind, Currency, MaterialBy, PriceMode, RateBorneBy, Surplus
from supply.models import Commitment, Invitation, Order
from supply.selectors.orders import accepted_pieces
from supply.services.commitment_letters import close_letters, send_letters
from supply.services.inviting import invite
from supply.services.letter_answers import accept
from supply.services.offering import OfferData, offer, offer_row, offer_values
from supply.services.order_costs import add_hub, set_cost
from supply.services.orders import Due, OrderData, begin_order
from supply.services.plan_runs import Choices, ask_plan, work_next
from supply.services.quoting import quote

_HS: Final = "520852"
_WEEKS: Final = 6
_PIECES: Final = 6
_MARGIN: Final = 7
# In days before today.
_BEGUN_AGO: Final = 9
# The day after the last member stated its weeks; its steps follow by these minutes.
_ANSWERED_AGO: Final = 1
_PLANNED_AFTER: Final = 120
_ACCEPTED_AFTER: Final = 240
_CLOSED_AFTER: Final = 300


def add_demo_orders(past: PastDays, head: User, exporter: Enterprise) -> None:
    """Let the exporter lead an order in preparation and others with offers, plan, letters, end.

    Where weeks of Idul Fitri leave too little free, those with letters stay at their plan.
    """
    makers = Product.objects.filter(hs_code__startswith=_HS).exclude(enterprise=exporter)
    products = list(makers.select_related("enterprise").order_by("id"))
    with at(past.moment(_BEGUN_AGO, 0)):
        _show_capacity(exporter, products)
        orders = [_begin(head, exporter, title) for title in _titles()]
        for order in orders[1:]:
            _invite(head, order, products)
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, 0)):
        for order in orders[2:]:
            for invitation in order.invitations.select_related("product").order_by("id"):
                _offer(invitation)
    with at(past.moment(_ANSWERED_AGO, _PLANNED_AFTER)):
        for order in orders[2:]:
            ask_plan(head, order.uid, Choices())
            work_next()
        letters = [letter for order in orders[3:] for letter in _send(head, order)]
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, _ACCEPTED_AFTER)):
        # Of the order that still waits, one member has not answered.
        for letter in letters[1:]:
            with suppress(WeekFull):
                accept(_owner(letter.invitation.product.enterprise), letter.uid)
        deliver_due()
    with at(past.moment(_ANSWERED_AGO, _CLOSED_AFTER)):
        _close(head, orders[-1])
        deliver_due()


def _titles() -> tuple[str, ...]:
    return (
        "Kain batik untuk Osaka (contoh)",
        "Kain batik untuk Lyon (contoh)",
        "Kain batik untuk Hamburg (contoh)",
        "Kain batik untuk Rotterdam (contoh)",
        "Kain batik untuk Melbourne (contoh)",
    )


def _begin(head: User, exporter: Enterprise, title: str) -> Order:
    first = _first_week()
    # The Sunday of the last week lies the margin before the buyer's date.
    due = first + timedelta(weeks=_WEEKS, days=_MARGIN - 1)
    order = begin_order(
        head,
        exporter.pk,
        OrderData(
            title=title,
            hs_code=_HS,
            incoterm=Incoterm.FOB,
            deliveries=(Due(due, _PIECES),),
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
            specification="Kain batik cap 200 x 115 cm, katun primisima. Data contoh.",
        ),
    )
    add_hub(head, order.uid, name="Gudang koperasi", opening_cost=0, weekly_capacity=None)
    set_cost(
        head,
        order.uid,
        kind=CostKind.PACKING,
        amount=600_000,
        source="Perkiraan koperasi, data contoh",
    )
    return order


def _first_week() -> date:
    # Still to come when letters are answered, days after the order was begun.
    return weeks_from(clock.today(), 4)[3]


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


def _offer(invitation: Invitation) -> None:
    offer(
        _owner(invitation.product.enterprise),
        invitation.uid,
        OfferData(
            pieces=[1] * _WEEKS,
            unit_price=invitation.product.price,
            min_lot=0,
            valid_until=clock.today() + timedelta(days=90),
        ),
        shown=Shown.of(offer_row(invitation), offer_values(invitation)),
    )


def _send(head: User, order: Order) -> list[Commitment]:
    plan = order.plans.get()
    if not plan.result or plan.result["status"] != "optimal":
        return []
    order.refresh_from_db(fields=["first_week"])
    # Longer the first week could not be promised any more.
    until = (order.first_week or clock.today()) + timedelta(days=6)
    return send_letters(head, order.uid, plan_number=plan.number, answer_by=until)


def _close(head: User, order: Order) -> None:
    if accepted_pieces(order) < order.target:
        return
    close_letters(head, order.uid)
    quote(
        head,
        order.uid,
        unit_price=Decimal("68.00"),
        currency=Currency.USD,
        valid_until=clock.today() + timedelta(days=60),
        is_firm=True,
    )


def _owner(enterprise: Enterprise) -> User:
    return Member.objects.acting().filter(enterprise=enterprise).order_by("id")[0].user
