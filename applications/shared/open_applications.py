"""The open files that read a profile: named on its page (settings.ENTERPRISE_OPEN_APPLICATIONS)."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from applications.lifecycle import OPEN_STATES
from applications.models import Application
from enterprises.models import Enterprise
from enterprises.shared.open_files import OpenFile

_MOST: Final = 20


def open_files(enterprise: Enterprise) -> Sequence[OpenFile]:
    """Return the newest open files of the enterprise, at most 20; one query."""
    found = Application.objects.filter(
        enterprise=enterprise, state__in=[str(state) for state in OPEN_STATES]
    )
    return [
        OpenFile(
            each.number,
            each.scheme.name,
            each.scheme.code,
            reverse("application", args=[each.pk]),
        )
        for each in found.select_related("scheme").order_by("-id")[:_MOST]
    ]
