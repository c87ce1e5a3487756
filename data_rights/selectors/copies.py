"""A copy of the portal's data about a person: each app provides its part.

`settings.PERSONAL_DATA` names the functions, since the apps that have the data are above this one.
Each takes the person and returns sections of plain values; it leaves out what belongs to others.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import override

from accounts.models import User
from common.dates import clock
from common.text.formats import datetime_wib

Section = Callable[[User], Mapping[str, Any]]


def copy_of(user: User) -> bytes:
    """Return everything as indented JSON in UTF-8, with Indonesian names."""
    with override("id"):
        content: dict[str, Any] = {
            "Portal": "Portal UMKM Jawa Timur",
            "Dibuat pada": datetime_wib(clock.now()),
        }
        for path in settings.PERSONAL_DATA:
            section: Section = import_string(path)
            content |= section(user)
        return json.dumps(content, ensure_ascii=False, indent=2, default=str).encode()
