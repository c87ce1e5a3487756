"""Letters that waited when the outbox began to seal them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from common.dates import clock
from notifications.models import OutboxMessage
from notifications.services.delivery import deliver_due
from tests.factories.letters import letter_subject, letter_text

SEAL = import_module("notifications.migrations.0003_seal_waiting_letters")._seal


@pytest.mark.django_db
def test_a_waiting_letter_is_sealed_and_still_sent() -> None:
    with connection.cursor() as cursor:
        # As the table was before; the test's transaction takes it back.
        cursor.execute(
            "ALTER TABLE notifications_outboxmessage DROP CONSTRAINT outbox_secret_text_is_sealed"
        )
    text = {"subject": "Buat kata sandi", "body": "https://x/rahasia", "language": "id"}
    now = clock.now()
    times = {"created_at": now, "available_at": now, "next_attempt_at": now}
    waiting, ended = (
        OutboxMessage.objects.create(
            key="account.mail", address="a@contoh.id", context=text, finished_at=end, **times
        )
        for end in (None, now)
    )

    SEAL(apps, None)

    waiting.refresh_from_db()
    ended.refresh_from_db()
    assert (waiting.context, ended.context, ended.sealed) == ({"language": "id"}, {}, "")
    assert letter_subject(waiting) == "Buat kata sandi"
    assert letter_text(waiting) == "https://x/rahasia"
    deliver_due()
    waiting.refresh_from_db()
    assert (waiting.finished_at is None, waiting.sealed) == (False, "")
