"""The former values of a row from the database: who changed which column, from what to what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Field, Model
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from common.admin.rows import text_of
from common.law.history import author_of

MOST: Final = 50
# Already said by the time and the person of the change itself, or of no meaning to people.
_LEFT_OUT: Final = frozenset({"verified_at", "verified_by_id", "position", "edition_id"})
# Returns a value of a column in words; None where it is shown like any other.
InWords = Callable[[str, Any], str | None]


@dataclass(frozen=True)
class FormerValue:
    """One column that was changed; `by` is None for the loader of files."""

    at: datetime
    by: Model | None
    label: str
    before: SafeString
    after: SafeString


def former_values(row: Any, in_words: InWords) -> list[FormerValue]:
    """Return the columns of a row's newest changes, nothing for one without history."""
    events = getattr(row, "events", None)
    if events is None:
        return []
    related = [f.name for f in row._meta.concrete_fields if f.is_relation and f.null]
    newest = list(events.select_related("pgh_context", *related).order_by("-pgh_id")[:MOST])
    people = get_user_model()._default_manager.in_bulk(
        {key for e in newest if (key := author_of(e))}
    )
    found, after = [], row
    for event in newest:
        found += [
            FormerValue(
                event.pgh_created_at,
                people.get(author_of(event)),
                capfirst(str(column.verbose_name)),
                _text(column, event, in_words),
                _text(column, after, in_words),
            )
            for column in _changed(row, event, after)
        ]
        after = event
    return found


def _changed(row: Model, before: Any, after: Any) -> "Iterator[Field[Any, Any]]":
    for column in row._meta.concrete_fields:
        if column.primary_key or column.attname in _LEFT_OUT or not hasattr(before, column.attname):
            continue
        if getattr(before, column.attname) != getattr(after, column.attname):
            yield column


def _text(column: Any, row: Any, in_words: InWords) -> SafeString:
    words = in_words(column.name, row)
    if words is None:
        value = getattr(row, column.name if column.is_relation else column.attname)
        words = dict(column.flatchoices).get(value, value) if column.flatchoices else value
    return mark_safe(text_of(words))
