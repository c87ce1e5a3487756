"""Which channels a person left on."""

from accounts.models import User
from accounts.selectors.phones import live_phone
from notifications.enums import PHONE_CHANNELS, Channel
from notifications.models import ChannelPreference

# The inbox is where every message can be found later, so nobody is offered to lose it.
OPTIONAL_CHANNELS = (Channel.EMAIL,)


def has_switched_off(user: User, channel: Channel) -> bool:
    """Whether the person chose not to be told this way."""
    return ChannelPreference.objects.filter(
        user=user, channel=channel.value, is_enabled=False
    ).exists()


def choices_of(user: User) -> dict[Channel, bool]:
    """Each channel that may be switched, and whether it is on; phone ones only with a number."""
    off = set(
        ChannelPreference.objects.filter(user=user, is_enabled=False).values_list(
            "channel", flat=True
        )
    )
    phone = PHONE_CHANNELS if live_phone(user) else ()
    return {channel: channel.value not in off for channel in (*OPTIONAL_CHANNELS, *phone)}
