"""What stands in a cell, said in SQL so that a million rows need no Python.

Every text is made safe for spreadsheets. Words of small tables are made safe once per word and
looked up by key, which costs next to nothing per row; a join would guard every row anew.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, Func, JSONField, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.sql.compiler import SQLCompiler

_UNSEEN = r"[\x01-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_FORMULA = r"(^|;\s*)([=+@\t\r\uff1d\uff0b\uff0d\uff20-])"


class SpreadsheetSafe(Func):
    """Text that a spreadsheet shows as it is: control characters gone, formulas quoted.

    The first character decides whether a cell is a formula; full-width signs count too, since
    spreadsheets fold them. So does what follows a semicolon: with Indonesian settings a
    spreadsheet splits there. Characters nobody sees are taken out first. One look decides whether
    there is anything to do, because for nearly every text there is not.
    """

    template = (
        f"CASE WHEN %(expressions)s ~ '{_UNSEEN}|{_FORMULA}' THEN "
        f"regexp_replace(regexp_replace(%(expressions)s, '{_UNSEEN}', '', 'g'), "
        f"'{_FORMULA}', '\\1''\\2', 'g') "
        "ELSE %(expressions)s END"
    )
    output_field = TextField()

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[Any]]:
        sql, parameters = super().as_sql(compiler, connection, **context)
        # The template says the expression three times, so its parameters are due three times.
        return sql, [*parameters] * 3


class _Dictionary(Subquery):
    """Rows of (key, word) as one JSON object; uncorrelated, so computed once per statement."""

    template = "(SELECT jsonb_object_agg(entry.k, entry.w) FROM (%(subquery)s) entry(k, w))"
    output_field = JSONField()


class _Lookup(Func):
    """The entry of a dictionary; its words are safe."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = TextField()
    is_safe = True


class _SafeCase(Case):
    """A choice among safe words."""

    is_safe = True


class _SafeCoalesce(Coalesce):
    """The first of safe words that is not null."""

    is_safe = True


def safe(source: Combinable | str) -> Combinable:
    """`source` as text that is no formula; what this module made safe already is left alone."""
    if getattr(source, "is_safe", False):
        return cast(Combinable, source)
    return SpreadsheetSafe(Cast(F(source) if isinstance(source, str) else source, TextField()))


def word_of(
    rows: QuerySet[Any], *, key: Combinable | str, word: Combinable | str, by: Combinable | str
) -> Combinable:
    """The `word` of that row of a small table whose `key` is `by`, as text; null without one."""
    entries = (
        rows.order_by()
        .annotate(entry_key=Cast(key, TextField()), entry_word=safe(word))
        .values_list("entry_key", "entry_word")
    )
    return _Lookup(_Dictionary(entries), Cast(by, TextField()))


def in_words(
    path: str, words: Iterable[tuple[Any, Any]], *, otherwise: Combinable | None = None
) -> Combinable:
    """A code said in words; one that has none stays as it is (`otherwise`, where it is JSON).

    The words are literals, so the planner guards each once.
    """
    named = [When(**{path: str(code), "then": safe(Value(str(word)))}) for code, word in words]
    return _SafeCase(*named, default=safe(otherwise or path), output_field=TextField())


def first_of(*sources: Combinable) -> Combinable:
    """The first that is not null."""
    return _SafeCoalesce(*(safe(source) for source in sources))
