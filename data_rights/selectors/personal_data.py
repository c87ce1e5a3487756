"""Requests about data are data of the person too (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from common.text.formats import datetime_wib
from data_rights.models import RightsRequest


def personal_data(user: User) -> Mapping[str, Any]:
    """Return what the person asked for and was answered."""
    return {
        "Permintaan tentang data pribadi": [
            {
                "Meminta": str(request.get_right_display()),
                "Penjelasan": request.words,
                "Pada": datetime_wib(request.asked_at),
                "Hasil": str(request.get_answer_display()),
                "Jawaban": request.answer_words,
            }
            for request in RightsRequest.objects.filter(user=user).order_by("-id")[:500]
        ]
    }
