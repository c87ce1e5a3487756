"""The parts that higher apps add to the page of an enterprise (settings.ENTERPRISE_PANELS)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from enterprises.models import Enterprise


@dataclass(frozen=True)
class EnterprisePanel:
    """What another app knows of an enterprise.

    `context` receives the reader and the enterprise, and returns what `template` shows as `panel`,
    or None where there is nothing to show. It is bounded: a long list ends with a link.
    """

    template: str
    context: Callable[[User, Enterprise], Mapping[str, Any] | None]


@cache
def enterprise_panels() -> tuple[EnterprisePanel, ...]:
    """Return the panels in the order of settings."""
    return tuple(import_string(path) for path in settings.ENTERPRISE_PANELS)


def panels_of(reader: User, enterprise: Enterprise) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of each panel that has something to show."""
    filled = [(panel.template, panel.context(reader, enterprise)) for panel in enterprise_panels()]
    return [(template, content) for template, content in filled if content is not None]
