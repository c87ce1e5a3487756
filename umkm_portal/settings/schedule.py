"""The tasks that beat sends to the workers, and when (Asia/Jakarta)."""

from typing import Any

from celery.schedules import crontab

from operations import environment
from programs.kinds.registry import declarations
from umkm_portal.settings import kinds

# An application that its holder leaves untouched for so many working days returns to the queue.
HOLDING_STALE_AFTER_DAYS = int(environment.value("HOLDING_STALE_AFTER_DAYS", "3"))

CELERY_BEAT_SCHEDULER = "operations.beat.HeartbeatScheduler"
# Each sweep does all pending work, so runs that no worker took may expire.
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
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
        "task": "registers.tasks.work_registers",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "purge-registers": {
        "task": "registers.tasks.purge_registers",
        "schedule": crontab(minute="10", hour="3"),
    },
    "sweep-bulk-checks": {
        "task": "programs.tasks.work_bulk_checks",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "purge-bulk-checks": {
        "task": "programs.tasks.purge_bulk_checks",
        "schedule": crontab(minute="15", hour="3"),
    },
    "sweep-scans": {
        "task": "enterprises.tasks.scan_documents",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "sign-letters": {
        "task": "letters.tasks.sign_asked",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "expire-letters": {
        "task": "letters.tasks.expire",
        "schedule": crontab(minute="5", hour="0"),
    },
    "make-previews": {
        "task": "enterprises.tasks.make_previews",
        "schedule": crontab(minute="35"),
        "options": {"expires": 600.0},
    },
    "end-declared-helpers": {
        "task": "enterprises.tasks.end_declared_helpers",
        "schedule": crontab(minute="12"),
    },
    "release-expired-options": {
        "task": "enterprises.tasks.release_expired_options",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300.0},
    },
    "sweep-documents": {
        "task": "enterprises.tasks.sweep_documents",
        "schedule": crontab(minute="25", hour="3"),
    },
    # Before the digests, which count what is left of them.
    "unanswered-corrections": {
        "task": "applications.tasks.attend_unanswered_corrections",
        "schedule": crontab(minute="20", hour="6"),
    },
    # At 0.10 what ended yesterday, at 6.10 the warnings of the day; the other runs catch up.
    "undecided-files": {
        "task": "applications.tasks.attend_undecided_files",
        "schedule": crontab(minute="10"),
        "options": {"expires": 1800.0},
    },
    "outside-steps": {
        "task": "applications.tasks.attend_outside_steps",
        "schedule": crontab(minute="25", hour="6"),
    },
    "due-objections": {
        "task": "applications.tasks.attend_due_objections",
        "schedule": crontab(minute="15", hour="0,6"),
    },
    "delivered-decisions": {
        "task": "applications.tasks.note_delivered_decisions",
        "schedule": crontab(minute="5,20,35,50"),
        "options": {"expires": 600.0},
    },
    # Before the digests, which count what then waits for each.
    "stale-holdings": {
        "task": "applications.tasks.return_untouched_applications",
        "schedule": crontab(minute="10", hour="7", day_of_week="mon-fri"),
    },
    "queue-digests": {
        "task": "applications.tasks.send_morning_digests",
        "schedule": crontab(minute="30", hour="7", day_of_week="mon-fri"),
    },
    # Daily tasks that kinds of programme declare.
    **{
        task: {"task": task, "schedule": crontab(minute=str(at.minute), hour=str(at.hour))}
        for kind in declarations(kinds.PROGRAM_KINDS)
        for task, at in kind.daily_tasks.items()
    },
    "forget-idempotency-keys": {
        "task": "accounts.tasks.forget_idempotency_keys",
        "schedule": crontab(minute="50", hour="2"),
    },
    "forget-phone-codes": {
        "task": "accounts.tasks.forget_phone_codes",
        "schedule": crontab(minute="55", hour="2"),
    },
    "forget-failed-sign-ins": {
        "task": "accounts.tasks.forget_failed_sign_ins",
        "schedule": crontab(minute="48", hour="2"),
    },
    "forget-sessions": {
        "task": "accounts.tasks.forget_sessions",
        "schedule": crontab(minute="45", hour="2"),
    },
    "forget-letter-checks": {
        "task": "letters.tasks.forget_checks",
        "schedule": crontab(minute="58", hour="2"),
    },
    "remind-exporters": {
        "task": "supply.tasks.remind_exporters",
        "schedule": crontab(minute="40", hour="6"),
    },
    "end-former-orders": {
        "task": "supply.tasks.end_former_orders",
        "schedule": crontab(minute="20", hour="0"),
    },
    "make-plans": {
        "task": "supply.tasks.make_plans",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "refresh-pools": {
        "task": "supply.tasks.refresh_pools",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600.0},
    },
    "refresh-all-pools": {
        "task": "supply.tasks.refresh_all_pools",
        "schedule": crontab(minute="35", hour="0"),
    },
    "forget-buyers": {
        "task": "supply.tasks.forget",
        "schedule": crontab(minute="52", hour="2"),
    },
    "drop-security-log": {
        "task": "accounts.tasks.drop_security_log",
        "schedule": crontab(minute="5", hour="3"),
    },
    "heartbeat": {
        "task": "operations.tasks.heartbeat",
        "schedule": 10.0,
        "options": {"expires": 60.0},
    },
}
