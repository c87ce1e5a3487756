"""Services of notifications; `enqueue` is the one that other apps call."""

from notifications.services.outbox import enqueue

__all__ = ["enqueue"]
