"""Housekeeping tasks have the names that the beat schedule calls."""

from datetime import timedelta

import pytest

from accounts.models import IdempotencyKey
from accounts.tasks import forget_idempotency_keys
from common.dates import clock
from tests.factories.accounts import UserFactory
from umkm_portal.celery import app

pytestmark = pytest.mark.django_db


def test_scheduled_task_deletes_old_answers() -> None:
    entry = app.conf.beat_schedule["forget-idempotency-keys"]
    assert entry["task"] == forget_idempotency_keys.name
    user = UserFactory()
    for age in (1, 8):
        IdempotencyKey.objects.create(
            user=user,
            key=str(age),
            request_digest="d",
            created_at=clock.now() - timedelta(days=age),
        )
    forget_idempotency_keys()
    assert IdempotencyKey.objects.get().key == "1"
