"""Which channels a person has switched on."""

from accounts.models import User
from accounts.selectors.phones import current_number
from notifications.enums import PHONE_CHANNELS, Channel
from notifications.models import ChannelPreference

# The inbox cannot be switched off: it holds every message for later.
OPTIONAL_CHANNELS = (Channel.EMAIL,)


def has_switched_off(user: User, channel: Channel) -> bool:
    """Tell whether the person switched this channel off."""
    return ChannelPreference.objects.filter(
        user=user, channel=channel.value, is_enabled=False
    ).exists()


def choices_of(user: User) -> dict[Channel, bool]:
    """Return each optional channel and whether it is on; phone channels only with a number."""
    off = set(
        ChannelPreference.objects.filter(user=user, is_enabled=False).values_list(
            "channel", flat=True
        )
    )
    phone = PHONE_CHANNELS if current_number(user) else ()
    return {channel: channel.value not in off for channel in (*OPTIONAL_CHANNELS, *phone)}
