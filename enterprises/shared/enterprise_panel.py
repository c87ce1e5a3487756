"""The parts that higher apps add to the page of an enterprise (settings.ENTERPRISE_PANELS)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.models import User
from common.admin.panels import Panel, filled_panels
from enterprises.models import Enterprise

EnterprisePanel = Panel[User, Enterprise]


def panels_of(reader: User, enterprise: Enterprise) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of each panel that has something to show."""
    return filled_panels(settings.ENTERPRISE_PANELS, reader, enterprise)
