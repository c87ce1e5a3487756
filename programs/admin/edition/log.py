"""The history of an edition as its page shows it; former values are kept by the database."""

from collections.abc import Sequence
from typing import Literal

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programs.models import Edition
from programs.shared.editor.section import Section


def log_change(
    request: HttpRequest,
    edition: Edition,
    what: Literal["added", "changed", "deleted"],
    section: Section,
    name: str,
    fields: Sequence[str] = (),
    row: int | None = None,
) -> None:
    """Record in the edition's history that a row was added, changed or deleted, and by whom.

    `row` is the key of one that was added, by which the history finds its first content.
    """
    entry: dict[str, object] = {"name": str(section.title), "object": name}
    if row is not None:
        entry |= {"table": section.table, "row": row}
    if what == "changed":
        entry["fields"] = list(fields) or [_("isi")]
    admin.site.get_model_admin(Edition).log_change(request, edition, [{what: entry}])


def log_beginning(request: HttpRequest, draft: Edition) -> None:
    """Record in the history of a draft that it was begun, and by whom."""
    admin.site.get_model_admin(Edition).log_addition(request, draft, [{"added": {}}])
