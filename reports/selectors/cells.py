"""The cells of a report as SQL expressions, so that a million rows need no Python.

Every text is made safe for spreadsheets. Labels from small tables are made safe once per label and
looked up by key, which costs almost nothing per row; a join would make every row safe again.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, Func, JSONField, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.sql.compiler import SQLCompiler

from common.files.formulas import FORMULA, INVISIBLE, REPLACEMENT

# Inside an SQL literal.
_REPLACEMENT = REPLACEMENT.replace("'", "''")


class SpreadsheetSafe(Func):
    """Text that a spreadsheet shows as it is, by the rule of `common.files.formulas`.

    One match decides whether there is anything to do, because for nearly every text there is not.
    """

    template = (
        f"CASE WHEN %(expressions)s ~ '{INVISIBLE}|{FORMULA}' THEN "
        f"regexp_replace(regexp_replace(%(expressions)s, '{INVISIBLE}', '', 'g'), "
        f"'{FORMULA}', '{_REPLACEMENT}', 'g') "
        "ELSE %(expressions)s END"
    )
    output_field = TextField()

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[Any]]:
        sql, parameters = super().as_sql(compiler, connection, **context)
        # The template repeats the expression three times, and its parameters with it.
        return sql, [*parameters] * 3


class _Dictionary(Subquery):
    """Rows of (key, label) as one JSON object; uncorrelated, so computed once per statement."""

    template = "(SELECT jsonb_object_agg(entry.k, entry.w) FROM (%(subquery)s) entry(k, w))"
    output_field = JSONField()


class _Lookup(Func):
    """The entry of a dictionary; its labels are safe."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = TextField()
    is_safe = True


class _SafeCase(Case):
    """A choice among safe labels."""

    is_safe = True


class _SafeCoalesce(Coalesce):
    """The first of safe labels that is not null."""

    is_safe = True


def safe(source: Combinable | str) -> Combinable:
    """Return `source` as text that is not a formula; what is marked safe is returned as it is."""
    if getattr(source, "is_safe", False):
        return cast(Combinable, source)
    return SpreadsheetSafe(Cast(F(source) if isinstance(source, str) else source, TextField()))


def lookup_label(
    rows: QuerySet[Any], *, key: Combinable | str, label: Combinable | str, by: Combinable | str
) -> Combinable:
    """Return the `label` of the row of a small table whose `key` is `by`; null without one."""
    entries = (
        rows.order_by()
        .annotate(entry_key=Cast(key, TextField()), entry_label=safe(label))
        .values_list("entry_key", "entry_label")
    )
    return _Lookup(_Dictionary(entries), Cast(by, TextField()))


def label_of_code(
    path: str, labels: Iterable[tuple[Any, Any]], *, otherwise: Combinable | None = None
) -> Combinable:
    """Return the label of a code; a code without one stays as it is (as `otherwise`, if JSON).

    The labels are literals, so the planner makes each safe once.
    """
    named = [When(**{path: str(code), "then": safe(Value(str(label)))}) for code, label in labels]
    return _SafeCase(*named, default=safe(otherwise or path), output_field=TextField())


def choice_of(*cases: When, otherwise: Combinable) -> Combinable:
    """Return the text of the first case that holds; every text in it is safe already."""
    return _SafeCase(*cases, default=safe(otherwise), output_field=TextField())


def first_of(*sources: Combinable) -> Combinable:
    """Return the first that is not null."""
    return _SafeCoalesce(*(safe(source) for source in sources))
