"""The outbox, its deliveries and the inbox."""

from notifications.models.inbox import ChannelPreference, InboxItem
from notifications.models.outbox import Delivery, OutboxMessage

__all__ = ["ChannelPreference", "Delivery", "InboxItem", "OutboxMessage"]
