"""A koperasi that is exporter of record, and what buyers asked for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from accounts.models import User
from common.dates import clock
from demo.past import PastDays, at
from enterprises.models import Enterprise, Product
from notifications.services.delivery import deliver_due
from supply.models import BuyerRequest
from supply.services.pooling import refresh_all
from supply.services.requests import moves as request_moves
from supply.services.requests.buyer_checks import mark_checked
from supply.services.requests.conversation import write_as_buyer, write_as_exporter
from supply.services.requests.sending import RequestData, send_request
from supply.services.standings import grant, propose

_GRANTED_AGO: Final = 40
_SENT_AGO: Final = 9
# Plausible, but recognisable: no such firm exists, and `.example` takes no mail.
_SPECIFICATION: Final = "Example data: nobody ordered this. {}"


def add_demo_exports(past: PastDays, people: Mapping[str, User], exporter: Enterprise) -> None:
    """Grant the standing, let three buyers ask, and count the pooled capacity."""
    _grant(past, people, exporter)
    person = people["eksportir"]
    chairs = Product.objects.filter(hs_code__startswith="940153").order_by("pk").first()
    _asked(
        past,
        0,
        wanted="Rattan dining chairs",
        specification=_SPECIFICATION.format("Seat height 46 cm, natural finish."),
        quantity=1200,
        product_id=chairs.pk if chairs else None,
        company="Van Dijk Interieur BV (example)",
        country="Netherlands",
        contact="Anneke van Dijk",
        email="anneke@vandijk-interieur.example",
    )
    scarves = _asked(
        past,
        60,
        wanted="Batik scarves, natural dyes",
        specification=_SPECIFICATION.format("70 x 180 cm, cotton, care label in English."),
        quantity=3000,
        company="Nordlicht Textil GmbH (example)",
        country="Germany",
        contact="Jonas Weber",
        email="einkauf@nordlicht-textil.example",
    )
    bags = _asked(
        past,
        120,
        wanted="Leather weekend bags",
        specification=_SPECIFICATION.format("Full grain, brass fittings."),
        quantity=400,
        company="Harbour & Co Ltd (example)",
        country="United Kingdom",
        contact="Priya Shah",
        email="buying@harbourandco.example",
    )
    _handle(past, person, exporter, scarves)
    _lose(past, person, exporter, bags)
    refresh_all()


def _grant(past: PastDays, people: Mapping[str, User], exporter: Enterprise) -> None:
    with at(past.moment(_GRANTED_AGO, 100)):
        today = clock.today()
        standing = propose(
            people["petugas"],
            exporter,
            customs_number="05.027388 (contoh)",
            customs_on=today - timedelta(days=300),
            last_rat_on=today - timedelta(days=120),
            expires_on=today + timedelta(days=365),
            reason="Koperasi contoh: mengekspor kain batik anggotanya sejak 2021.",
        )
    with at(past.moment(_GRANTED_AGO, 160)):
        grant(people["admin"], standing.pk)
        deliver_due()


def _asked(past: PastDays, minutes: int, **fields: Any) -> BuyerRequest:
    with at(past.moment(_SENT_AGO, minutes)):
        later = clock.today() + timedelta(days=120)
        asked = RequestData(
            incoterm="FOB",
            place="Tanjung Perak, Surabaya",
            deliveries=[(later, fields["quantity"] // 2)],
            **fields,
        )
        request = send_request(asked, uploads=(), language="en", network="demo")
        request = request_moves.confirm(request.pk)
        deliver_due()
        return request


def _handle(past: PastDays, person: User, exporter: Enterprise, request: BuyerRequest) -> None:
    """Take a request, write, and mark its buyer checked."""
    with at(past.moment(_SENT_AGO - 1, 30)):
        request_moves.take(person, request.pk, exporter.pk)
        write_as_exporter(person, request.pk, "Good morning. Which colours do you need?")
        deliver_due()
    with at(past.moment(_SENT_AGO - 2, 30)):
        write_as_buyer(request.pk, "Indigo and soga brown, half of each.")
        mark_checked(
            person,
            request.pk,
            register_name="Nordlicht Textil GmbH (example)",
            register_number="HRB 00000 (example)",
            register_place="handelsregister.de",
            terms_agreed_on=clock.today(),
        )
        deliver_due()


def _lose(past: PastDays, person: User, exporter: Enterprise, request: BuyerRequest) -> None:
    with at(past.moment(_SENT_AGO - 3, 0)):
        request_moves.take(person, request.pk, exporter.pk)
        request_moves.close(person, request.pk, closed_as="lost", lost_reason="price")
        deliver_due()
