"""When the notice of a refusal arrived: by a channel, read in the portal, or by hand."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.enums import Role
from applications.models import Application, DecisionNotice, DeliveryWay
from applications.selectors.objections import latest_rejection, undelivered, window_of
from applications.services.decision_notices import note_deliveries, record_delivery
from applications.services.objections import file_objection
from common.dates import clock
from common.dates.clock import JAKARTA
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.text.formats import date_long
from enterprises.models import Member
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, InboxItem, OutboxMessage
from notifications.render import render
from programs.enums import State
from reference.selectors.calendar import due_date
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.objections import GROUNDS, notice_of, outsider, refused
from tests.factories.programs import make_application

pytestmark = pytest.mark.django_db


def message_to(person_id: int, application: Application) -> OutboxMessage:
    return OutboxMessage.objects.get(
        key="application.rejected", recipient=person_id, link=f"/pengajuan/{application.pk}/"
    )


def deliver(message: OutboxMessage, channel: Channel, status: DeliveryStatus) -> None:
    reason = "" if status == DeliveryStatus.SENT else "alamat ditolak"
    Delivery.objects.create(
        message=message, channel=channel.value, status=status, at=clock.now(), reason=reason
    )


def test_a_refusal_waits_for_its_delivery() -> None:
    cast, application = refused()
    assert notice_of(application).delivered_on is None
    assert [each.application for each in undelivered(cast.verifier)] == [application]
    assert note_deliveries() == 0


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WHATSAPP, Channel.SMS])
def test_a_channel_outside_delivers(channel: Channel) -> None:
    cast, application = refused()
    deliver(message_to(cast.owner.pk, application), channel, DeliveryStatus.SENT)
    assert (note_deliveries(), note_deliveries()) == (1, 0)
    notice = notice_of(application)
    assert (notice.delivered_on, notice.way) == (clock.today(), "message")
    assert not undelivered(cast.verifier).exists()


def test_what_failed_or_lies_unread_in_the_inbox_has_not_arrived() -> None:
    cast, application = refused()
    message = message_to(cast.owner.pk, application)
    deliver(message, Channel.EMAIL, DeliveryStatus.FAILED)
    deliver(message, Channel.INBOX, DeliveryStatus.SENT)
    item = InboxItem.objects.create(
        message_id=message.pk, user=cast.owner, title="-", body="-", created_at=clock.now()
    )
    assert note_deliveries() == 0
    InboxItem.objects.filter(pk=item.pk).update(read_at=clock.now())
    assert note_deliveries() == 1


def test_a_helper_s_mail_is_not_the_owner_s() -> None:
    cast, application = refused()
    helper = UserFactory()
    Member.objects.create(
        enterprise=cast.enterprise, user=helper, role=Role.HELPER, since=clock.now()
    )
    OutboxMessage.objects.create(
        key="application.rejected",
        recipient=helper,
        link=f"/pengajuan/{application.pk}/",
        created_at=clock.now(),
        available_at=clock.now(),
        next_attempt_at=clock.now(),
    )
    deliver(message_to(helper.pk, application), Channel.EMAIL, DeliveryStatus.SENT)
    assert note_deliveries() == 0


def test_an_official_records_the_counter_once() -> None:
    cast, application = refused()
    record_delivery(
        cast.verifier, application.pk, delivered_on=clock.today(), way=DeliveryWay.COUNTER
    )
    notice = notice_of(application)
    assert (notice.way, notice.recorded_by) == ("counter", cast.verifier)
    with pytest.raises(Conflict) as again:
        record_delivery(
            outsider(), application.pk, delivered_on=clock.today(), way=DeliveryWay.POST
        )
    assert again.value.code == "already_delivered"
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        DecisionNotice.objects.update(delivered_on=clock.today() - timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_lies_between_decision_and_today(days: int) -> None:
    cast, application = refused()
    day = clock.today() + timedelta(days=days)
    with pytest.raises(InvalidInput) as refusal:
        record_delivery(cast.verifier, application.pk, delivered_on=day, way=DeliveryWay.COUNTER)
    assert refusal.value.field == "delivered_on"
    with pytest.raises(InvalidInput):
        record_delivery(
            cast.verifier, application.pk, delivered_on=clock.today(), way=DeliveryWay.MESSAGE
        )


def test_a_late_record_tells_the_owner_and_leaves_the_whole_time() -> None:
    """Handed over on the 2nd, recorded on the 23rd: until then no time was said to run."""
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=JAKARTA)):
        cast, application = refused()
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=JAKARTA)):
        record_delivery(
            cast.verifier,
            application.pk,
            delivered_on=date(2026, 11, 2),
            way=DeliveryWay.COUNTER,
        )
        until = due_date(date(2026, 11, 23), 21)
    rejection = latest_rejection(application)
    assert rejection is not None
    window = window_of(rejection, date(2026, 11, 2))
    assert (window.delivered_on, window.until) == (date(2026, 11, 2), until)
    with time_machine.travel(datetime(2026, 12, 21, 9, tzinfo=JAKARTA)):
        assert clock.today() <= until
        file_objection(cast.owner, application.pk, grounds=GROUNDS)
    told = OutboxMessage.objects.get(key="application.delivery_recorded")
    office = cast.verifier.postings.get().agency.name
    assert (told.recipient, told.link) == (cast.owner, f"/pengajuan/{application.pk}/")
    assert told.context["office"] == office
    text = render(told.key, told.context, language="id").text
    assert office in text
    assert f"sampai kepada Anda pada {date_long(date(2026, 11, 2))}" in text
    assert f"paling lambat {date_long(until)}" in text
    assert cast.verifier.name not in text


def test_who_refused_does_not_record_its_delivery() -> None:
    cast, application = refused()
    today = clock.today()
    with pytest.raises(NotPermitted) as refusal:
        record_delivery(cast.decider, application.pk, delivered_on=today, way=DeliveryWay.COUNTER)
    assert refusal.value.code == "decider_records"
    assert not OutboxMessage.objects.filter(key="application.delivery_recorded").exists()
    notices = DecisionNotice.objects.filter(application=application)
    by_hand = {"way": "counter", "recorded_at": clock.now()}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("whoever refused may not", {"recorded_by": cast.decider}),
        ("between the decision", {"delivered_on": today - timedelta(days=1)}),
        ("between the decision", {"delivered_on": today + timedelta(days=1)}),
    ]
    for words, values in wrong:
        row = {"recorded_by": cast.verifier, "delivered_on": today, **by_hand, **values}
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            notices.update(**row)


def test_nobody_else_records_it() -> None:
    cast, application = refused()
    today, way = clock.today(), DeliveryWay.COUNTER
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.01")
    with pytest.raises(NotFound):
        record_delivery(elsewhere, application.pk, delivered_on=today, way=way)
    with pytest.raises(NotPermitted):
        record_delivery(cast.owner, application.pk, delivered_on=today, way=way)
    waiting = make_application(state=State.SUBMITTED)
    with pytest.raises(Conflict) as refusal:
        record_delivery(cast.verifier, waiting.pk, delivered_on=today, way=way)
    assert refusal.value.code == "not_rejected"
