"""The parts that higher apps add to the pages of an edition (settings.EDITION_PANELS)."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from programs.shared.editor.section import Section


@dataclass(frozen=True)
class EditionPanel:
    """What another app shows on the page of an edition: its `template`, given `edition`.

    `section` edits rows that the other app owns while the edition is a draft; None where there is
    nothing to edit.
    """

    section: Section | None
    template: str


@cache
def edition_panels() -> tuple[EditionPanel, ...]:
    """Return the panels in the order of settings."""
    return tuple(import_string(path) for path in settings.EDITION_PANELS)
