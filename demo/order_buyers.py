"""Buyers that the demo's exporter met at an exhibition: written, confirmed by them, checked."""

from typing import Final, NamedTuple

from accounts.models import User
from common.dates import clock
from enterprises.enums import Incoterm
from enterprises.models import Enterprise
from supply.models import BuyerRequest
from supply.services.requests import moves as request_moves
from supply.services.requests.buyer_checks import mark_checked
from supply.services.requests.by_exporters import enter_request
from supply.services.requests.sending import RequestData


class Buyer(NamedTuple):
    """Who asks for scarves; `.example` takes no mail, and no such firm exists."""

    company: str
    country: str
    contact: str
    email: str
    register: str
    place: str


OSAKA: Final = Buyer(
    "Sakura Zakka KK (example)",
    "Japan",
    "Emi Tanaka",
    "emi@sakura-zakka.example",
    "houjin-bangou",
    "Osaka",
)
HAMBURG: Final = Buyer(
    "Elbe Mode GmbH (example)", "Germany", "Lena Vogt", "vogt@elbe-mode.example",
    "handelsregister.de", "Hamburg",
)  # fmt: skip
ROTTERDAM: Final = Buyer(
    "Maas Textiel BV (example)", "Netherlands", "Pieter Mulder", "mulder@maas-textiel.example",
    "kvk.nl", "Rotterdam",
)  # fmt: skip
MELBOURNE: Final = Buyer(
    "Yarra Homewares Pty Ltd (example)", "Australia", "Grace Lim", "grace@yarra-homewares.example",
    "abr.business.gov.au", "Melbourne",
)  # fmt: skip


def checked_buyer(head: User, exporter: Enterprise, buyer: Buyer, *, quantity: int) -> BuyerRequest:
    """Write the request of a buyer, let it confirm, and mark it checked."""
    asked = RequestData(
        company=buyer.company,
        country=buyer.country,
        contact=buyer.contact,
        email=buyer.email,
        wanted="Batik scarves, hand-stamped",
        specification="Example data: nobody ordered this. 70 x 180 cm, cotton, hemmed.",
        quantity=quantity,
        incoterm=Incoterm.FOB,
        place="Tanjung Perak, Surabaya",
    )
    request = enter_request(head, exporter.pk, asked, uploads=(), language="en")
    request_moves.confirm(request.pk)
    return mark_checked(
        head,
        request.pk,
        register_name=buyer.company,
        register_number="00000 (example)",
        register_place=buyer.register,
        terms_agreed_on=clock.today(),
    )
