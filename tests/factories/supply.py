"""Exporters of record and requests of buyers."""

from datetime import timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from common.dates import clock
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.services.registration import open_membership
from supply.enums import RequestState
from supply.models import BuyerRequest, ExporterStanding
from supply.services.requests import moves as request_moves
from supply.services.requests.sending import RequestData, send_request
from supply.services.standings import grant, propose
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory


def province_staff(role: Role = Role.STAFF) -> User:
    """Create an official of the province."""
    official: User = OfficialFactory(role=role, regency=None)
    return official


def make_exporter(person: User | None = None, **fields: Any) -> tuple[User, Enterprise]:
    """Create a koperasi that is exporter of record, and a person who acts for it."""
    owner: User = person or UserFactory()
    fields.setdefault("legal_form", LegalForm.COOPERATIVE)
    enterprise: Enterprise = EnterpriseFactory(**fields)
    open_membership(owner, enterprise, channel="web")
    make_standing(enterprise)
    return owner, enterprise


def make_standing(enterprise: Enterprise, *, days: int = 365) -> ExporterStanding:
    """Propose and grant the standing of an exporter, by two officials of the province."""
    proposed = propose(province_staff(), enterprise, **standing_fields(days=days))
    return grant(province_staff(), proposed.pk)


def standing_fields(*, days: int = 365) -> dict[str, Any]:
    """Return what a proposal says."""
    today = clock.today()
    return {
        "customs_number": "05.027388",
        "customs_on": today - timedelta(days=400),
        "last_rat_on": today - timedelta(days=90),
        "expires_on": today + timedelta(days=days),
        "reason": "Koperasi mengekspor mebel rotan sejak 2023.",
    }


def wanted(**fields: Any) -> RequestData:
    """Return what a buyer in Rotterdam asks for."""
    values: dict[str, Any] = {
        "company": "Van Dijk Interieur BV",
        "country": "Netherlands",
        "contact": "Anneke van Dijk",
        "email": "anneke@vandijk-interieur.example",
        "wanted": "Rattan dining chairs",
        "specification": "Seat height 46 cm, natural finish, moisture below 12 %.",
        "quantity": 1200,
        "incoterm": "FOB",
        "place": "Tanjung Perak",
    }
    return RequestData(**{**values, **fields})


def make_request(
    state: str = RequestState.OPEN, exporter: Enterprise | None = None, **fields: Any
) -> BuyerRequest:
    """Send a request and bring it to `unconfirmed`, `open` or `taken`."""
    request = send_request(wanted(**fields), uploads=(), language="en", network=f"{id(fields)}")
    if state != RequestState.UNCONFIRMED:
        request = request_moves.confirm(request.pk)
    if state == RequestState.TAKEN:
        assert exporter is not None
        reason = "Koperasi ini membuat barang yang diminta."
        request = request_moves.assign(province_staff(), request.pk, exporter.pk, reason=reason)
    return request
