"""The parts that higher apps add to the page of a person (settings.ACCOUNT_PANELS)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


@dataclass(frozen=True)
class AccountPanel:
    """What another app knows of a person.

    `context` receives the reader and the person, and returns what `template` shows as `panel`, or
    None where there is nothing to show. It is bounded: a long list ends with a link.
    """

    template: str
    context: Callable[[User, User], Mapping[str, Any] | None]


@cache
def account_panels() -> tuple[AccountPanel, ...]:
    """Return the panels in the order of settings."""
    return tuple(import_string(path) for path in settings.ACCOUNT_PANELS)


def panels_of(reader: User, person: User) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of each panel that has something to show."""
    filled = [(panel.template, panel.context(reader, person)) for panel in account_panels()]
    return [(template, content) for template, content in filled if content is not None]
