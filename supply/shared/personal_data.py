"""What a person wrote to buyers, for the copy of their data (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from common.text.formats import datetime_wib
from supply.models import RequestMessage

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the messages that the person wrote as an exporter, the newest first."""
    written = RequestMessage.objects.filter(author=user).select_related("request")
    return {
        "Pesan kepada pembeli": [
            {
                "Perusahaan": each.request.company,
                "Pesan": each.text,
                "Ditulis pada": datetime_wib(each.at),
            }
            for each in written.order_by("-pk")[:_MOST]
        ]
    }
