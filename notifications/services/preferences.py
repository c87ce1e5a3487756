"""Choosing channels."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from notifications.enums import Channel
from notifications.models import ChannelPreference
from notifications.selectors.preferences import choices_of


def choose_channels(
    user: User, *, enabled: Mapping[Channel, bool], shown: FormSnapshot | None = None
) -> None:
    """Store the person's choice for the given channels; others keep theirs.

    With `shown` a channel that was changed only elsewhere since stays as it is. Locks the person.
    Raises ChangedMeanwhile for a channel that the page did not show as it is, and that this would
    change; then nothing is written.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
        chosen = {channel.value: is_enabled for channel, is_enabled in enabled.items()}
        if shown is not None:
            current = {channel.value: is_on for channel, is_on in choices_of(user).items()}
            merged = merge(shown, current=current, submitted=chosen)
            if merged.conflicts:
                raise ChangedMeanwhile(merged)
            chosen = dict(merged.written)
        for channel, is_enabled in chosen.items():
            ChannelPreference.objects.update_or_create(
                user=user, channel=channel, defaults={"is_enabled": is_enabled}
            )


def channels_row(user: User) -> str:
    """Return the name of the row that the page of channels shows."""
    return f"channels:{user.pk}"
