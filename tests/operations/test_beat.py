"""The scheduler with a heartbeat."""

import pytest
from celery.beat import PersistentScheduler

from operations import beat
from operations.beat import HeartbeatScheduler
from operations.heartbeat import Process
from umkm_portal.celery import app


def test_beat_records_its_heartbeat_while_it_ticks_but_not_at_every_tick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded: list[Process] = []
    clock = iter([100.0, 100.0, 103.0, 105.0, 105.0])
    monkeypatch.setattr(beat, "record", recorded.append)
    monkeypatch.setattr(beat, "monotonic", lambda: next(clock))
    monkeypatch.setattr(PersistentScheduler, "tick", lambda self: 300.0)
    monkeypatch.setattr(HeartbeatScheduler, "correct_future_runs", lambda _self: None)
    scheduler = HeartbeatScheduler(app, lazy=True)

    assert [scheduler.tick() for _ in range(3)] == [5.0, 5.0, 5.0]
    assert recorded == [Process.BEAT, Process.BEAT]
