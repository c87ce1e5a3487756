"""What beat sends is what the workers know."""

from umkm_portal.celery import app


def test_every_task_that_beat_sends_exists() -> None:
    app.loader.import_default_modules()

    sent = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert sent - set(app.tasks) == set()


def test_every_task_of_ours_is_sent_by_beat() -> None:
    """A task that is only sent to wake a worker would be lost with that message."""
    app.loader.import_default_modules()

    ours = {name for name in app.tasks if not name.startswith("celery.")}

    assert ours - {entry["task"] for entry in app.conf.beat_schedule.values()} == set()
