"""The parts that higher apps add to the page of an edition (settings.EDITION_PANELS)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.shared.current_user import current_user
from programs.permissions import may_manage_rules


@dataclass(frozen=True)
class EditionPanel:
    """Rows of an edition that another app owns.

    `inline` edits them while the edition is a draft; `template` shows them, given `edition`.
    """

    inline: type[Any]
    template: str


@cache
def edition_panels() -> tuple[EditionPanel, ...]:
    """Return the panels in the order of settings."""
    return tuple(import_string(path) for path in settings.EDITION_PANELS)


class DraftRows:
    """Inline rows that a lead may edit while the edition is a draft."""

    extra = 0

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_rules(current_user(request)) and (obj is None or not obj.is_published)

    has_view_permission = _may
    has_add_permission = _may
    has_change_permission = _may
    has_delete_permission = _may
