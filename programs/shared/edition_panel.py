"""The parts that higher apps add to the pages of an edition (settings.EDITION_PANELS)."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from programs.shared.editor.section import Section


@dataclass(frozen=True)
class EditionPanel:
    """Rows of an edition that another app owns.

    `section` edits them while the edition is a draft; `template` shows them, given `edition`.
    """

    section: Section
    template: str


@cache
def edition_panels() -> tuple[EditionPanel, ...]:
    """Return the panels in the order of settings."""
    return tuple(import_string(path) for path in settings.EDITION_PANELS)
