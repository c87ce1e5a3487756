from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from notifications.models import Delivery, OutboxMessage
from notifications.services.retention import KEEP_ACCOUNT_MAIL, KEEP_OTHERS, purge_outbox

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def message(key: str, age: timedelta, *, finished: bool = True) -> OutboxMessage:
    at = NOW - age
    return OutboxMessage.objects.create(
        key=key,
        address="siti@contoh.id",
        created_at=at,
        available_at=at,
        next_attempt_at=at,
        finished_at=at if finished else None,
    )


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_old_messages_that_ended_are_deleted_with_their_deliveries() -> None:
    old = [
        message("account.mail", KEEP_ACCOUNT_MAIL + MOMENT),
        message("application.submitted", KEEP_OTHERS + MOMENT),
    ]
    Delivery.objects.create(message=old[0], channel="email", status="sent")
    remaining = [
        message("account.mail", KEEP_ACCOUNT_MAIL),
        message("application.submitted", KEEP_OTHERS),
        message("application.submitted", KEEP_OTHERS + MOMENT, finished=False),
    ]

    assert purge_outbox() == 2

    assert set(OutboxMessage.objects.all()) == set(remaining)
    assert Delivery.objects.count() == 0
