"""The Celery application; settings/schedule.py says what beat sends, and when."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from operations.heartbeat import Heartbeat, Process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umkm_portal.settings.dev")
app = Celery("umkm_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def on_worker_ready(**kwargs: Any) -> None:
    """Start this worker's heartbeat, and its first record without waiting for beat."""
    Heartbeat(Process.WORKER).start()
    app.send_task("operations.tasks.heartbeat", expires=60.0)
