"""Refused applications whose owner objects."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, DecisionNotice, DeliveryWay, Objection
from applications.services.decision_notices import record_delivery
from applications.services.objections import file_objection, review_objection
from common.dates import clock
from programs.enums import State
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application

GROUNDS = "Penjualan saya sudah cukup, lihat catatan bulan Oktober."
REVIEW = "Catatan Oktober memang belum dihitung; alasan penolakan keliru."
ANSWER = "Catatan penjualan bulan Oktober belum dihitung."


def refused(
    cast: Cast | None = None, *, delivered_on: date | None = None
) -> tuple[Cast, Application]:
    """Create a refused application, its notice handed over at the counter on a day."""
    people = cast or cast_of()
    application = make_application(people, state=State.REJECTED)
    if delivered_on:
        record_delivery(
            people.verifier, application.pk, delivered_on=delivered_on, way=DeliveryWay.COUNTER
        )
    return people, application


def objected(cast: Cast | None = None) -> tuple[Cast, Objection]:
    """Create an objection that waits for its review."""
    people, application = refused(cast, delivered_on=clock.today())
    return people, file_objection(people.owner, application.pk, grounds=GROUNDS)


def outsider(role: Role = Role.VERIFIER, regency: str | None = "35.78") -> User:
    """Create an official of the office who did no step of any file."""
    return OfficialFactory(role=role, regency=regency)


def reviewed(
    cast: Cast | None = None, *, proposes_upholding: bool = True
) -> tuple[Cast, Objection]:
    """Create an objection that waits for its answer."""
    people, objection = objected(cast)
    review_objection(outsider(), objection.pk, review=REVIEW, proposes_upholding=proposes_upholding)
    return people, Objection.objects.get(pk=objection.pk)


def notice_of(application: Application) -> DecisionNotice:
    """Return the notice of the application's refusal."""
    return DecisionNotice.objects.get(application=application)
