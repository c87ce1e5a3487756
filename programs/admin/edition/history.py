"""The history of an edition: who changed what, from what to what, and who published it when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.text.formats import date_long
from programs.admin.edition.comparison import describe_edition
from programs.admin.edition.sections import sections_by_table
from programs.messages.conditions import EditionNames
from programs.models import Edition
from programs.policies.edition_changes import Difference, Item, differences_of
from programs.selectors.edition_history import EDITION, Act, Change, deleted_drafts, history_of
from programs.selectors.edition_rows import with_rows
from programs.selectors.editions import name_of_row

BEFORE: Final = "sebelum"
# Rows of one act that are shown; another regulation may change all of them.
MOST_ROWS: Final = 30
_OTHER_LANGUAGE: Final = {"id": "en", "en": "id"}
# Keys, places, and what publication writes, which has a sentence of its own.
_NOT_CONTENT: Final = frozenset(
    {"id", "position", "edition_id", "scheme_id", "status", "made_by_id", "published_by_id"}
    | {"published_at", "first_used_at"}
)


@dataclass(frozen=True)
class ShownRow:
    """A row that changed, by its section and name; `is_new` and `is_gone` say how."""

    section: str
    name: str
    differences: Sequence[Difference]
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class ShownAct:
    """One moment: who, what it was in a sentence, and the rows it changed."""

    at: datetime
    by: str
    said: Sequence[str] = ()
    rows: Sequence[ShownRow] = ()
    more: int = 0


def history_page(request: HttpRequest, context: dict[str, Any], edition: Edition) -> HttpResponse:
    """Show the newest acts on an edition, or those before `?sebelum=`."""
    page = history_of(with_rows(edition), _moment(request.GET.get(BEFORE, "")))
    names = EditionNames(edition)
    shown = [_shown(act, edition, names) for act in page.acts]
    title = _("Riwayat perubahan: %(object)s") % {"object": edition}
    older = f"?{urlencode({BEFORE: page.older.isoformat()})}" if page.older else ""
    page_context = {
        "title": title,
        "edition": edition,
        "acts": [each for each in shown if each.said or each.rows],
        "older_url": older,
        "is_first": BEFORE not in request.GET,
        "is_deleted": edition._state.adding,
    }
    template = "admin/backoffice/edition_history.html"
    return backoffice_page(request, template, {**context, **page_context})


@require_safe
def deleted_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the drafts that were deleted, each with the way to its history."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    found = [
        {"draft": change.before, "at": act.at, "by": _who(act)}
        for act in deleted_drafts()
        for change in act.changes
    ]
    page = {"title": _("Rancangan yang dihapus"), "drafts": found}
    template = "admin/backoffice/edition_deleted.html"
    return backoffice_page(request, template, {**context, **page})


def _shown(act: Act, edition: Edition, names: EditionNames) -> ShownAct:
    """Return an act in words."""
    by = _who(act)
    if act.is_publication:
        said = _("Diterbitkan; berlaku sejak %(day)s.") % {"day": date_long(edition.valid_from)}
        return ShownAct(act.at, by, [said])
    if act.is_beginning:
        return ShownAct(act.at, by, [_("Rancangan disusun.")])
    if any(_is_deletion(change) for change in act.changes):
        return ShownAct(act.at, by, [_deletion(act)])
    rows = [row for change in act.changes if (row := _shown_row(change, names))]
    more = max(len(rows) - MOST_ROWS, 0)
    return ShownAct(act.at, by, _sentences(act), rows[:MOST_ROWS], more)


def _sentences(act: Act) -> list[str]:
    """Return what has no rows to show: additions that only the log knows, and rows that moved."""
    unknown = [each for each in act.changes if each.before is None and each.after is None]
    added = [_("Ditambahkan: “%(row)s”.") % {"row": change.name} for change in unknown]
    moved = {change.table for change in act.changes if _only_moved(change)}
    return added + [
        _("Urutan berubah: %(section)s.") % {"section": section.title}
        for table, section in sections_by_table().items()
        if table in moved
    ]


def _is_deletion(change: Change) -> bool:
    is_gone = change.before is not None and change.after is None
    return change.table == EDITION and is_gone


def _deletion(act: Act) -> str:
    count = sum(change.table != EDITION for change in act.changes)
    text = ngettext(
        "Rancangan ini dihapus seluruhnya, dengan %(count)s baris.",
        "Rancangan ini dihapus seluruhnya, dengan %(count)s baris.",
        count,
    )
    return text % {"count": count}


def _shown_row(change: Change, names: EditionNames) -> ShownRow | None:
    """Return what an act changed of a row; None where a reader would see no difference."""
    row = change.after if change.after is not None else change.before
    if row is None:
        return None
    is_new, is_gone = change.before is None, change.after is None
    differences = differences_of(
        *(_described(change.table, each, names) for each in (change.before, change.after))
    )
    if not (is_new or is_gone):
        differences += _in_other_language(change)
        differences = differences or [_column(change, each) for each in _columns(change)]
        if not differences:
            return None
    if change.table == EDITION:
        return ShownRow("", _("Ringkasan"), differences)
    title = str(sections_by_table()[change.table].title)
    return ShownRow(title, name_of_row(row), differences, is_new, is_gone)


def _described(table: str, row: Any, names: EditionNames) -> Sequence[Item]:
    if row is None:
        return ()
    if table == EDITION:
        return describe_edition(row)
    return sections_by_table()[table].describe(row, names)


def _in_other_language(change: Change) -> list[Difference]:
    """Return the texts that differ in the language that the reader does not read."""
    ending = f"_{_OTHER_LANGUAGE[(get_language() or 'id')[:2]]}"
    return [_column(change, each) for each in _columns(change) if each.name.endswith(ending)]


def _column(change: Change, column: Any) -> Difference:
    before, after = (_value(column, each) for each in (change.before, change.after))
    return Difference(capfirst(str(column.verbose_name)), before, after)


def _value(column: Any, row: Any) -> str:
    """Return a value of a column in words, or only that there is one where it has no words."""
    value = getattr(row, column.attname)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return _("ada") if value else ""


def _columns(change: Change) -> list[Any]:
    """Return the columns that differ, except keys, places and what publication writes."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    return [
        column
        for column in before._meta.concrete_fields
        if column.attname not in _NOT_CONTENT
        and getattr(before, column.attname) != getattr(after, column.attname)
    ]


def _only_moved(change: Change) -> bool:
    if change.before is None or change.after is None or not hasattr(change.after, "position"):
        return False
    return change.before.position != change.after.position and not _columns(change)


def _who(act: Act) -> str:
    return str(act.by) if act.by is not None else _("portal, dari berkas ketentuannya")


def _moment(text: str) -> datetime | None:
    """Return the moment in the address; None for one that cannot be read."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
