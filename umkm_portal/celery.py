"""The Celery application; settings.schedule says what beat asks of it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from operations.heartbeat import Heartbeat, Process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umkm_portal.settings.dev")
app = Celery("umkm_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_scheduler = "operations.beat:VisibleScheduler"


@worker_ready.connect
def on_worker_ready(**kwargs: Any) -> None:
    """Show this worker to `/readyz`, and let it prove itself without waiting for beat."""
    Heartbeat(Process.WORKER).start()
    app.send_task("operations.tasks.heartbeat", expires=60.0)
