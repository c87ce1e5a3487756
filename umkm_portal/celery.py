"""The Celery application: workers move messages and clocks, beat sweeps what a lost poke left."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

from umkm_portal.presence import Part, Presence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umkm_portal.settings.dev")
app = Celery("umkm_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_scheduler = "umkm_portal.beat:VisibleScheduler"
# Each sweep does all that earlier ones would have, so those a dead worker missed need not pile up.
app.conf.beat_schedule = {
    "sweep-outbox": {
        "task": "notifications.tasks.deliver_due",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "purge-outbox": {
        "task": "notifications.tasks.purge_outbox",
        "schedule": crontab(minute="20", hour="2"),
    },
    "sweep-exports": {
        "task": "reports.tasks.make_exports",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "purge-exports": {
        "task": "reports.tasks.sweep_exports",
        "schedule": crontab(minute="40"),
    },
    "sweep-registers": {
        "task": "enterprises.tasks.work_registers",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "purge-registers": {
        "task": "enterprises.tasks.purge_registers",
        "schedule": crontab(minute="10", hour="3"),
    },
    "sweep-scans": {
        "task": "enterprises.tasks.scan_documents",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "sweep-documents": {
        "task": "enterprises.tasks.sweep_documents",
        "schedule": crontab(minute="25", hour="3"),
    },
    "queue-digests": {
        "task": "programs.tasks.send_morning_digests",
        "schedule": crontab(minute="30", hour="7", day_of_week="mon-fri"),
    },
    "forget-withdrawn-particulars": {
        "task": "programs.tasks.forget_withdrawn_particulars",
        "schedule": crontab(minute="40", hour="2"),
    },
    "forget-idempotency-keys": {
        "task": "accounts.tasks.forget_idempotency_keys",
        "schedule": crontab(minute="50", hour="2"),
    },
    "forget-phone-codes": {
        "task": "accounts.tasks.forget_phone_codes",
        "schedule": crontab(minute="55", hour="2"),
    },
    "heartbeat": {
        "task": "umkm_portal.tasks.heartbeat",
        "schedule": 10.0,
        "options": {"expires": 60.0},
    },
}


@worker_ready.connect
def on_worker_ready(**kwargs: Any) -> None:
    """Show this worker to `/readyz`, and let it prove itself without waiting for beat."""
    Presence(Part.WORKER).start()
    app.send_task("umkm_portal.tasks.heartbeat", expires=60.0)
