import time

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from common.jobs import workers
from common.jobs.workers import BACKOFF_SECONDS, Backoff, wake_worker


@pytest.mark.parametrize("error", [OperationalError("away"), ConnectionRefusedError()])
def test_unreachable_broker_is_tried_once_and_not_again_for_a_while(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    now = 1000.0

    def refuse(name: str, **options: object) -> None:
        sent.append(name)
        raise error

    monkeypatch.setattr(workers, "BACKOFF", Backoff())
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(current_app, "send_task", refuse)

    for _ in range(3):
        wake_worker("notifications.tasks.deliver_due")
    assert sent == ["notifications.tasks.deliver_due"]

    now += BACKOFF_SECONDS
    wake_worker("notifications.tasks.deliver_due")
    assert len(sent) == 2
