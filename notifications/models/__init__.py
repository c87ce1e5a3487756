"""The outbox, its deliveries and the inbox."""

from notifications.models.channel_preference import ChannelPreference
from notifications.models.inbox import InboxItem
from notifications.models.outbox import Delivery, OutboxMessage

__all__ = ["ChannelPreference", "Delivery", "InboxItem", "OutboxMessage"]
