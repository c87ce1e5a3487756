"""The outbox as staff see it."""

from notifications.admin.outbox import OutboxAdmin

__all__ = ["OutboxAdmin"]
