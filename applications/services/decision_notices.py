"""When the notice of a refusal reached the applicant, which begins the time to object."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import agency_where
from applications.kinds.registry import outcome_of
from applications.messages.deliveries import delivery_recorded
from applications.messages.events import key_of
from applications.models import Application, ApplicationEvent, DecisionNotice, DeliveryWay
from applications.permissions import may_record_delivery
from applications.selectors.access import application_for
from applications.selectors.objections import window_of
from applications.services.authorization import require
from applications.services.locking import lock
from common.dates import clock
from common.dates.clock import local_date
from common.errors import Conflict, InvalidInput
from enterprises.models import Member
from notifications.selectors.reached import Reached, reached
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition
from reference.selectors.parameters import MissingParameterError

BATCH = 200
# What no channel has reported after so long is recorded by hand.
_LONGEST_WAY = timedelta(days=365)


def expect_delivery(event: ApplicationEvent) -> None:
    """Record that the notice of this refusal is on its way, in the transaction of the refusal."""
    DecisionNotice.objects.create(
        event=event, application_id=event.application_id, decided_at=event.at
    )


def note_deliveries() -> int:
    """Record which notices have reached an owner since; return how many. May be repeated."""
    noted, after = 0, 0
    while True:
        waiting = list(
            DecisionNotice.objects.filter(
                delivered_on__isnull=True, decided_at__gte=clock.now() - _LONGEST_WAY, pk__gt=after
            )
            .select_related("application__scheme")
            .order_by("pk")[:BATCH]
        )
        if not waiting:
            return noted
        noted += _note(waiting)
        after = waiting[-1].pk


@transaction.atomic
def record_delivery(
    actor: User, application_id: int, *, delivered_on: date, way: DeliveryWay
) -> DecisionNotice:
    """Record that the notice was handed over at the counter, or when the post delivered it.

    Notifies those who act for the enterprise which office recorded which day, and until when they
    may object. Locks the application. Raises NotFound, NotPermitted, also for whoever refused,
    Conflict (`not_rejected`, `already_delivered`), InvalidInput for a day before the decision or in
    the future.
    """
    application_for(actor, application_id)
    application = lock(application_id)
    permission = may_record_delivery(actor, application)
    require(permission)
    event = application.events.filter(transition=Transition.REJECT).order_by("id").last()
    if event is None or application.state != State.REJECTED:
        raise Conflict("not_rejected", _("Pengajuan ini tidak sedang ditolak."))
    if way not in (DeliveryWay.COUNTER, DeliveryWay.POST):
        raise InvalidInput("bad_way", _("Pilih loket atau pos."), field="way")
    if not local_date(event.at) <= delivered_on <= clock.today():
        raise InvalidInput(
            "bad_day",
            _("Pilih hari sejak keputusan sampai hari ini."),
            field="delivered_on",
        )
    notice, _created = DecisionNotice.objects.get_or_create(
        event=event, defaults={"application": application, "decided_at": event.at}
    )
    # A channel may report it at this moment: whichever comes first records it.
    open_notice = DecisionNotice.objects.filter(pk=notice.pk, delivered_on__isnull=True)
    if not open_notice.update(
        delivered_on=delivered_on, way=way, recorded_by=actor, recorded_at=clock.now()
    ):
        raise Conflict("already_delivered", _("Pemberitahuan ini sudah tercatat tersampaikan."))
    notice.refresh_from_db()
    enqueue_all(
        delivery_recorded(
            notice, office=_office_of(actor, permission.role, application), until=_until(event)
        )
    )
    return notice


def _office_of(actor: User, role: str, application: Application) -> str:
    field, regency = application.scheme.agency_field, application.office_regency
    agency = agency_where(actor, Role(role), field=field, regency_code=regency)
    return agency.name if agency else ""


def _until(rejection: ApplicationEvent) -> date | None:
    """Return the last day to object; None where the law's days are not known to the portal."""
    try:
        return window_of(rejection, local_date(rejection.at)).until
    except MissingParameterError:
        return None


def _note(waiting: Sequence[DecisionNotice]) -> int:
    """Write the first day on which each notice reached an owner of the enterprise."""
    links = {f"/pengajuan/{notice.application_id}/": notice for notice in waiting}
    keys = {key_of(outcome_of(n.application), Transition.REJECT) for n in waiting} - {None}
    owners = set(
        Member.objects.filter(
            enterprise__in={notice.application.enterprise_id for notice in waiting},
            role=Role.OWNER,
        ).values_list("enterprise_id", "user_id")
    )
    first: dict[int, date] = {}
    for each in reached(list(links), [key for key in keys if key]):
        notice = links[each.link]
        if _is_of(each, notice, owners):
            day = local_date(each.at)
            first[notice.pk] = min(day, first.get(notice.pk, day))
    noted = 0
    for pk, day in first.items():
        rows = DecisionNotice.objects.filter(pk=pk, delivered_on__isnull=True)
        noted += rows.update(delivered_on=day, way=DeliveryWay.MESSAGE, recorded_at=clock.now())
    return noted


def _is_of(each: Reached, notice: DecisionNotice, owners: set[tuple[int, int]]) -> bool:
    """Tell whether the message is of this refusal, not of an earlier one, and went to an owner."""
    to_owner = (notice.application.enterprise_id, each.recipient_id) in owners
    return to_owner and each.written_at >= notice.decided_at
