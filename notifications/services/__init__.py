"""What other apps may ask of notifications."""

from notifications.services.outbox import enqueue

__all__ = ["enqueue"]
