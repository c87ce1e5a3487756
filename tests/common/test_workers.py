import time

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from common import workers as poking
from common.workers import BACKOFF_SECONDS, Backoff, wake_worker


@pytest.mark.parametrize("error", [OperationalError("away"), ConnectionRefusedError()])
def test_absent_broker_is_met_once_and_then_left_alone_for_a_while(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    now = 1000.0

    def refuse(name: str, **options: object) -> None:
        asked.append(name)
        raise error

    monkeypatch.setattr(poking, "BACKOFF", Backoff())
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(current_app, "send_task", refuse)

    for _ in range(3):
        wake_worker("notifications.tasks.deliver_due")
    assert asked == ["notifications.tasks.deliver_due"]

    now += BACKOFF_SECONDS
    wake_worker("notifications.tasks.deliver_due")
    assert len(asked) == 2
