from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.db import transaction

from accounts.models import User
from notifications.models import OutboxMessage
from notifications.services.outbox import enqueue

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append(name))
    return sent


@time_machine.travel(NOW, tick=False)
def test_enqueue_writes_a_row_that_is_due_now(owner: User) -> None:
    message = enqueue(key="test.note", recipient=owner, context={"a": 1}, link="/pengajuan/1/")

    message.refresh_from_db()
    assert (message.created_at, message.available_at, message.next_attempt_at) == (NOW, NOW, NOW)
    assert (message.key, message.context, message.link) == (
        "test.note",
        {"a": 1},
        "/pengajuan/1/",
    )
    assert (message.attempts, message.finished_at) == (0, None)


def test_enqueue_for_later_is_not_tried_before(owner: User) -> None:
    later = NOW + timedelta(hours=8)

    message = enqueue(key="test.note", recipient=owner, context={}, available_at=later)

    assert (message.available_at, message.next_attempt_at) == (later, later)


def test_enqueue_without_a_recipient_is_an_error(db: None) -> None:
    with pytest.raises(ValueError, match="recipient or an address"):
        enqueue(key="test.note", context={})


def test_commit_wakes_a_worker(
    owner: User, sent_tasks: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(key="test.note", recipient=owner, context={})
        assert sent_tasks == []

    assert sent_tasks == ["notifications.tasks.deliver_due"]


def test_rollback_leaves_no_row_and_wakes_no_worker(committed: None, sent_tasks: list[str]) -> None:
    with transaction.atomic():
        enqueue(key="test.note", address="siti@contoh.id", context={})
        transaction.set_rollback(True)

    assert OutboxMessage.objects.count() == 0
    assert sent_tasks == []
