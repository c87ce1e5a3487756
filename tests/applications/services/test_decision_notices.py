"""When the notice of a refusal arrived: by a channel, read in the portal, or by hand."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.enums import Role
from applications.models import Application, DecisionNotice, DeliveryWay
from applications.selectors.objections import undelivered
from applications.services.decision_notices import note_deliveries, record_delivery
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.models import Member
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, InboxItem, OutboxMessage
from programs.enums import State
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.objections import notice_of, refused
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
            cast.decider, application.pk, delivered_on=clock.today(), way=DeliveryWay.POST
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
