"""The machine's clock jumps a day ahead and back: nothing is lost, repeated or decided again."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accounts.services import idempotency
from notifications.models import Delivery, InboxItem, OutboxMessage
from notifications.services.claiming import claim_due
from notifications.services.delivery import deliver, deliver_due
from notifications.services.outbox import enqueue
from operations.beat import HeartbeatScheduler
from tests.factories.accounts import UserFactory
from tests.factories.programs import make_application
from umkm_portal.celery import app

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JUMPS = [DAY, -DAY]
NOW = "2026-11-24T09:00:00+07:00"


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def message() -> OutboxMessage:
    person = UserFactory()
    secret = {"subject": "a", "body": "b"}
    return enqueue(key="account.mail", recipient=person, context={}, secret=secret)


@pytest.mark.parametrize("jump", JUMPS, ids=["ahead", "back"])
def test_a_message_in_the_hands_of_a_worker_is_sent_once(
    moment: time_machine.Traveller, jump: timedelta
) -> None:
    waiting = message()
    (claim,) = claim_due(limit=10)
    moment.shift(jump)
    deliver([claim])
    # Another worker looks now, and again when the clock is right.
    deliver_due()
    moment.shift(-jump + timedelta(minutes=5))
    deliver_due()
    waiting.refresh_from_db()
    assert waiting.finished_at is not None
    assert InboxItem.objects.filter(message_id=waiting.id).count() == 1
    assert Delivery.objects.filter(message=waiting, channel="inbox", status="sent").count() == 1


def test_a_message_written_while_the_clock_was_ahead_is_late_not_lost(
    moment: time_machine.Traveller,
) -> None:
    moment.shift(DAY)
    waiting = message()
    moment.shift(-DAY)
    deliver_due()
    waiting.refresh_from_db()
    assert waiting.finished_at is None
    moment.shift(DAY + timedelta(seconds=1))
    deliver_due()
    waiting.refresh_from_db()
    assert waiting.finished_at is not None


@pytest.mark.parametrize("jump", JUMPS, ids=["ahead", "back"])
def test_a_sign_in_survives(
    client: Client, moment: time_machine.Traveller, jump: timedelta
) -> None:
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    moment.shift(jump)
    assert client.get("/pengajuan/").status_code == 200
    moment.shift(-jump)
    assert client.get("/pengajuan/").status_code == 200


@pytest.mark.parametrize("jump", JUMPS, ids=["ahead", "back"])
@pytest.mark.parametrize("state", ["submitted", "in_review", "revision_requested"])
def test_due_dates_are_the_historys_whatever_the_clock_says(
    moment: time_machine.Traveller, jump: timedelta, state: str
) -> None:
    application = make_application(state=state)
    before = application.due_on
    moment.shift(jump)
    call_command("recompute_clocks", check=True, stdout=StringIO())
    call_command("recompute_clocks", stdout=StringIO())
    application.refresh_from_db()
    assert application.due_on == before


def test_a_claimed_key_is_taken_over_once(moment: time_machine.Traveller) -> None:
    person = UserFactory()
    first = idempotency.begin(person, "k", "d")
    moment.shift(DAY)
    second = idempotency.begin(person, "k", "d")
    assert isinstance(first, idempotency.Started)
    assert isinstance(second, idempotency.Started)
    with pytest.raises(Exception, match=r"idempotency_in_progress|masih dikerjakan"):
        idempotency.finish(first, 200, {})
    idempotency.finish(second, 200, {"a": 1})
    moment.shift(-DAY)
    assert idempotency.begin(person, "k", "d") == idempotency.Replayed(200, {"a": 1})


class RecordingScheduler(HeartbeatScheduler):
    """Beat's own scheduler; `sent` has the names of what it would send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sent: list[str] = []
        super().__init__(*args, **kwargs)

    def apply_async(self, entry: Any, *_args: Any, **_kwargs: Any) -> None:
        self.sent.append(entry.name)


@pytest.fixture
def beat(
    moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> RecordingScheduler:
    monkeypatch.setattr("operations.beat.record", lambda _part: None)
    scheduler = RecordingScheduler(
        app=app, lazy=True, schedule_filename=str(tmp_path / "schedule"), max_interval=1
    )
    scheduler.setup_schedule()
    return scheduler


def ticks(beat: RecordingScheduler, count: int = 40) -> list[str]:
    beat.sent.clear()
    for _number in range(count):
        beat.tick()
    return sorted(set(beat.sent))


SWEEPS = ["heartbeat", "sweep-exports", "sweep-outbox"]


@pytest.mark.parametrize("jump", JUMPS, ids=["ahead", "back"])
def test_beat_goes_on_after_a_jump(
    beat: RecordingScheduler, moment: time_machine.Traveller, jump: timedelta
) -> None:
    moment.shift(timedelta(minutes=2))
    assert ticks(beat)
    moment.shift(jump)
    ticks(beat)
    moment.shift(timedelta(minutes=2))
    assert {*SWEEPS} <= {*ticks(beat)}
    # Each once, not once for every minute of the jump.
    assert beat.sent.count("sweep-outbox") == 1
