"""Choosing channels."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from notifications.enums import Channel
from notifications.models import ChannelPreference


@transaction.atomic
def choose_channels(user: User, *, enabled: Mapping[Channel, bool]) -> None:
    """Store the person's choice for the given channels; others keep theirs."""
    for channel, is_enabled in enabled.items():
        ChannelPreference.objects.update_or_create(
            user=user, channel=channel.value, defaults={"is_enabled": is_enabled}
        )
