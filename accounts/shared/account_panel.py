"""The parts that higher apps add to the page of a person (settings.ACCOUNT_PANELS)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.models import User
from common.admin.panels import Panel, filled_panels

AccountPanel = Panel[User, User]


def panels_of(reader: User, person: User) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of each panel that has something to show."""
    return filled_panels(settings.ACCOUNT_PANELS, reader, person)
