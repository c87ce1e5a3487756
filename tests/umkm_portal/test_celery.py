import pytest
from celery.beat import PersistentScheduler

from operations import beat
from operations.beat import VisibleScheduler
from operations.heartbeat import Process
from umkm_portal.celery import app


def test_everything_beat_asks_for_exists() -> None:
    app.loader.import_default_modules()

    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert asked - set(app.tasks) == set()


def test_every_task_of_ours_is_asked_for_by_beat() -> None:
    """What is only poked would be lost with the wake_worker."""
    app.loader.import_default_modules()

    ours = {name for name in app.tasks if not name.startswith("celery.")}

    assert ours - {entry["task"] for entry in app.conf.beat_schedule.values()} == set()


def test_beat_proves_itself_while_it_ticks_but_not_at_every_tick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proved: list[Process] = []
    clock = iter([100.0, 100.0, 103.0, 105.0, 105.0])
    monkeypatch.setattr(beat, "record", proved.append)
    monkeypatch.setattr(beat, "monotonic", lambda: next(clock))
    monkeypatch.setattr(PersistentScheduler, "tick", lambda self: 300.0)
    monkeypatch.setattr(VisibleScheduler, "leave_the_future", lambda _self: None)
    scheduler = VisibleScheduler(app, lazy=True)

    assert [scheduler.tick() for _ in range(3)] == [5.0, 5.0, 5.0]
    assert proved == [Process.BEAT, Process.BEAT]
