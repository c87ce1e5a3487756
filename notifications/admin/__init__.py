"""The outbox in the admin."""

from notifications.admin.outbox import OutboxAdmin

__all__ = ["OutboxAdmin"]
