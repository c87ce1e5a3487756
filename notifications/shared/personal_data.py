"""The messages of a person, for the copy of their data (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from common.text.formats import datetime_wib
from notifications.models import ChannelPreference, InboxItem

_MOST: Final = 2000


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the inbox, newest first, and which channels the person switched off."""
    off = ChannelPreference.objects.filter(user=user, is_enabled=False).order_by("channel")
    return {
        "Pesan, terbaru lebih dahulu": [
            {"Judul": item.title, "Isi": item.body, "Pada": datetime_wib(item.created_at)}
            for item in InboxItem.objects.filter(user=user).order_by("-created_at", "-id")[:_MOST]
        ],
        "Saluran yang dimatikan": [str(each.get_channel_display()) for each in off],
    }
