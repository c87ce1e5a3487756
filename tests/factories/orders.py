"""An exporter of record, its members and an order that they make together."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from common.dates import clock
from common.edits.shown import FormSnapshot
from enterprises.enums import LegalForm
from enterprises.models import CapacityViewer, Enterprise, Product
from supply.enums import MaterialBy, PriceMode, RateBorneBy, RequestState, Surplus
from supply.models import (
    BuyerRequest,
    Commitment,
    ExporterStanding,
    Invitation,
    Order,
    PlanRun,
)
from supply.selectors.orders.access import plan_for
from supply.services import standings
from supply.services.letters.sending import send_letters
from supply.services.members.inviting import invite
from supply.services.members.offering import OfferData, offer, offer_row, offer_values
from supply.services.orders.costs import add_hub
from supply.services.orders.preparing import Due, OrderData, begin_order
from supply.services.plans.runs import Choices, ask_plan, work_next
from supply.services.requests.buyer_links import digest_of, secret_of
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, MemberFactory, owned_enterprise
from tests.factories.products import ProductFactory, free_weeks, next_weeks
from tests.factories.supply import province_staff

HS: str = "940153"
WEEKS: int = 4


def exporter_of_record(**fields: Any) -> tuple[User, Enterprise]:
    """Return the head of a cooperative that is an exporter of record, and the cooperative."""
    enterprise = EnterpriseFactory(
        **{"legal_form": LegalForm.COOPERATIVE, "name": "Koperasi Rotan Contoh", **fields}
    )
    head = UserFactory(name="Ketua koperasi")
    MemberFactory(enterprise=enterprise, user=head)
    now = clock.now()
    ExporterStanding.objects.create(
        enterprise=enterprise,
        customs_number="AK-1",
        customs_on=clock.today() - timedelta(days=90),
        last_rat_on=clock.today() - timedelta(days=90),
        reason="Uji",
        expires_on=clock.today() + timedelta(days=365),
        proposed_by=UserFactory(),
        proposed_at=now,
        granted_by=UserFactory(),
        granted_at=now,
    )
    return head, enterprise


def order_data(**changes: Any) -> OrderData:
    """Return what an exporter states: a hundred chairs, ready in the fourth week from now."""
    first = next_weeks(1)[0]
    # Seven days of margins before the buyer's date, which is the Sunday a week after.
    due = first + timedelta(weeks=WEEKS, days=6)
    data = OrderData(
        title="Kursi rotan untuk Rotterdam",
        hs_code=HS,
        incoterm="FOB",
        deliveries=(Due(due, 100),),
        begins_on=first,
        material_on=first,
        first_article_days=0,
        inspection_days=2,
        rework_days=2,
        stuffing_days=2,
        port_closing_days=1,
        buffer_permille=50,
        new_member_percent=100,
        price_mode=PriceMode.OWN_PRICE,
        unit_price=None,
        certificates=(),
        contact_name="Bu Sari",
        contact_phone="+6281234567890",
        pays_within_days=14,
        advance_percent=30,
        material=MaterialBy.MEMBER,
        penalty_percent_a_week=1,
        penalty_cap_percent=5,
        exchange_rate=RateBorneBy.EXPORTER,
        surplus=Surplus.BOUGHT,
        force_majeure="Banjir, gempa atau kebakaran membebaskan kedua pihak.",
        claims="Eksportir menanggung klaim kecuali cacat yang terlihat pada pemeriksaan.",
        specification="Kursi rotan manau, 45 x 45 x 80 cm, cat dasar air.",
        no_sample_reason="Pesanan ulang dari contoh tahun lalu.",
    )
    return replace(data, **changes)


def an_order(head: User, exporter: Enterprise, **changes: Any) -> Order:
    """Return an order of a checked buyer with a hub, still being prepared."""
    request = checked_request(head, exporter)
    order = begin_order(head, exporter.pk, order_data(**changes), request=request)
    add_hub(head, order.uid, name="Gudang koperasi", opening_cost=0, weekly_capacity=None)
    return order


def checked_request(head: User, exporter: Enterprise, **fields: Any) -> BuyerRequest:
    """Return a request that the exporter handles, of a buyer that it checked; no letter is sent."""
    now = clock.now()
    values: dict[str, Any] = {
        "company": "Van Dijk Interieur BV",
        "country": "Netherlands",
        "email_domain": "vandijk-interieur.example",
        "contact": "Anneke van Dijk",
        "email": "anneke@vandijk-interieur.example",
        "wanted": "Rattan dining chairs",
        "specification": "Seat height 46 cm.",
        "quantity": 100,
        "incoterm": "FOB",
        "place": "Tanjung Perak",
        "language": "en",
        "register_name": "Van Dijk Interieur BV",
        "register_number": "KvK 24123456",
        "register_place": "kvk.nl",
        "terms_agreed_on": clock.today(),
        "checked_by": head,
        "checked_at": now,
        **fields,
    }
    uid = uuid.uuid4()
    digest = digest_of(secret_of(uid))
    dates = {"sent_at": now, "confirmed_at": now, "taken_at": now, "state_at": now}
    request = BuyerRequest(
        uid=uid, secret_digest=digest, exporter=exporter, state=RequestState.TAKEN, **dates
    )
    for name, value in values.items():
        setattr(request, name, value)
    request.save(force_insert=True)
    return request


def a_member(
    exporter: Enterprise,
    *,
    capacity: int = 40,
    owner: User | None = None,
    of: Enterprise | None = None,
    **fields: Any,
) -> tuple[User, Product]:
    """Return the owner and the chair of a workshop that shows the exporter its free weeks."""
    if owner is None or of is None:
        owner, of = owned_enterprise()
    enterprise = of
    product = ProductFactory(enterprise=enterprise, weekly_capacity=capacity, **fields)
    free_weeks(enterprise, WEEKS + 8, by=owner)
    CapacityViewer.objects.create(
        enterprise=enterprise, exporter=exporter, allowed_by=owner, allowed_at=clock.now()
    )
    return owner, product


def invited(head: User, order: Order, *products: Product) -> list[Invitation]:
    """Invite the makers of these products, and return the invitations in their order."""
    invite(
        head,
        order.uid,
        product_ids=[each.pk for each in products],
        hub_id=order.hubs.get().pk,
        answer_by=clock.today() + timedelta(days=5),
    )
    order.refresh_from_db()
    return [order.invitations.get(product=each) for each in products]


def offered(
    owner: User, invitation: Invitation, *, pieces: int = 20, price: int = 400_000, lot: int = 0
) -> Invitation:
    """Offer so many pieces in every week of the order."""
    invitation.refresh_from_db()
    return offer(
        owner,
        invitation.uid,
        OfferData([pieces] * (invitation.order.weeks or 0), price, lot, valid_until()),
        shown=FormSnapshot.of(offer_row(invitation), offer_values(invitation)),
    )


def planned(head: User, order: Order, *, is_repair: bool = False, **choices: Any) -> PlanRun:
    """Ask for a plan and work it out."""
    asked = ask_plan(head, order.uid, Choices(**choices), is_repair=is_repair)
    work_next()
    return plan_for(head, order.uid, asked.number)


def letters_sent(head: User, order: Order, plan: PlanRun) -> dict[int, Commitment]:
    """Send the letters of a plan, and return them by enterprise."""
    letters = send_letters(
        head,
        order.uid,
        plan_number=plan.number,
        answer_by=clock.today() + timedelta(days=3),
    )
    return {each.invitation.product.enterprise_id: each for each in letters}


def valid_until() -> date:
    """Return the day until which offers of tests are valid."""
    return clock.today() + timedelta(days=60)


def end_standing(exporter: Enterprise, *, reason: str = "Penetapan eksportirnya berakhir.") -> None:
    """End the standing of an exporter, by two officials of the province."""
    standing = ExporterStanding.objects.get(enterprise=exporter, ended_at=None)
    standings.propose_end(province_staff(), standing.pk, reason=reason)
    standings.end(province_staff(), standing.pk)
