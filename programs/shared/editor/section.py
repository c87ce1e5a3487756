"""A section of the editor of editions: one table of rows, each with a form of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from common.law.citation import citation
from common.text.formats import date_short
from programs.messages.conditions import EditionNames
from programs.models import Edition
from programs.policies.edition_changes import Item
from programs.selectors.edition_rows import known_rows
from programs.selectors.editions import name_of_row, row_models
from programs.services.edition_rows import Place, save_row
from programs.shared.editor.row_form import RowForm
from reference.enums import Confidence
from reference.models.dated import Sourced

Label = str | Promise


class SaveRow(Protocol):
    """A service that saves a row; see `programs.services.edition_rows.save_row`."""

    def __call__(
        self, by: User, row: Any, /, *, version: str, place: Place | None, is_read: bool
    ) -> None: ...


@dataclass(frozen=True)
class Start:
    """A row that a new one may start from, by its code; `group` is its heading in the list."""

    code: str
    label: str
    group: str = ""


def known_starts(edition: Edition, table: str) -> list[Start]:
    """Return what other schemes of the kind have and this edition lacks, by name."""
    starts = [Start(code, name_of_row(row)) for code, row in known_rows(edition, table).items()]
    return sorted(starts, key=lambda start: start.label.casefold())


def no_starts(_edition: Edition, _table: str) -> list[Start]:
    """Return nothing, for rows that always begin empty."""
    return []


def new_row(edition: Edition, table: str, code: str) -> Any:
    """Return an unsaved row of the edition: a copy of the known row `code`, else an empty one.

    Nobody has read a copy in the regulation of this edition, so it is not verified.
    """
    row = known_rows(edition, table).get(code) if code else None
    if row is None:
        return row_models()[table](edition=edition)
    row.pk, row.edition = None, edition
    row._state.adding = True
    if isinstance(row, Sourced):
        row.legal_basis, row.article, row.source_url = edition.legal_basis, "", ""
        row.confidence, row.verified_by, row.verified_at = Confidence.LOW, None, None
    return row


@dataclass(frozen=True)
class Section:
    """One table of an edition in its editor.

    `slug` is its part of the address, `table` its name in `EDITION_TABLES`. `describe` returns
    everything that a reader may see of a row. `starts` are known rows to begin a new one from, and
    `blank` makes it; with `may_be_new` a row may also begin empty.
    """

    slug: str
    table: str
    title: Label
    note: Label
    add_label: Label
    form: type[RowForm]
    describe: Callable[[Any, EditionNames], Sequence[Item]]
    may_be_new: bool = True
    starts: Callable[[Edition, str], list[Start]] = known_starts
    blank: Callable[[Edition, str, str], Any] = new_row
    save: SaveRow = save_row


def source_items(row: Sourced) -> list[Item]:
    """Describe the basis of a row of the law, its source and who read it."""
    return [
        Item(_("Dasar hukum"), citation(row), is_source=True, in_list=True),
        Item(_("Sumber"), row.source_url, is_source=True),
        Item(pgettext("kolom", "Verifikasi"), verification_text(row), is_source=True, in_list=True),
    ]


def verification_text(row: Sourced) -> str:
    """Return who verified the row and when, or that nobody has."""
    if row.verified_at:
        return f"{row.verified_by}, {date_short(row.verified_at)}"
    return str(row.get_confidence_display()) if row.is_verified else _("belum diverifikasi")


def yes(value: bool, label: str) -> list[Item]:
    """Describe a tick; nothing where there is none."""
    return [Item(label, _("ya"))] if value else []
