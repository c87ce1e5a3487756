"""The class of each channel."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.channels.base import ChannelAdapter
from notifications.enums import Channel


@cache
def _adapter(path: str) -> ChannelAdapter:
    adapter: ChannelAdapter = import_string(path)()
    return adapter


def adapter(channel: Channel) -> ChannelAdapter:
    """Return the adapter that the settings name for the channel."""
    return _adapter(settings.NOTIFICATION_CHANNELS[channel.value])


def installed() -> list[Channel]:
    """Return the channels of this installation, in the order they are tried."""
    return [Channel(name) for name in settings.NOTIFICATION_CHANNELS]
