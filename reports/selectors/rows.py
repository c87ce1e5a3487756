"""A report's rows as one SQL statement: the filter is applied once, for counting and writing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import Case, F, Func, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from accounts.models import User

CellType = Literal["text", "number", "date"]


class SpreadsheetSafe(Func):
    """Text that a spreadsheet shows as it is: control characters gone, formulas quoted.

    The first character decides whether a cell is a formula; full-width signs count too, since
    spreadsheets fold them. So does what follows a semicolon: with Indonesian settings a
    spreadsheet splits there. Characters nobody sees are taken out first.
    """

    template = (
        "regexp_replace(regexp_replace(%(expressions)s, '"
        "[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]"
        "', '', 'g'), "
        "'(^|;\\s*)([=+@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20-])', '\\1''\\2', 'g')"
    )
    output_field = TextField()


@dataclass(frozen=True)
class Column:
    """One column: its heading, where it comes from and what a spreadsheet shall make of it."""

    key: str
    heading: Any
    source: str | Callable[[], Combinable]
    type: CellType = "text"

    def expression(self) -> Combinable:
        """The cell in SQL; built per report, since words follow the reader's language."""
        source = F(self.source) if isinstance(self.source, str) else self.source()
        return SpreadsheetSafe(Cast(source, TextField())) if self.type == "text" else source


def in_words(
    path: str, words: Iterable[tuple[Any, Any]], *, otherwise: Combinable | None = None
) -> Case:
    """A code said in words; one that has none stays as it is (`otherwise`, where it is JSON)."""
    named = [When(**{path: str(code), "then": Value(str(word))}) for code, word in words]
    return Case(*named, default=otherwise or F(path), output_field=TextField())


@dataclass(frozen=True)
class Report:
    """A named table; `rows` gives what `user` may see under already checked `filters`."""

    name: str
    title: Any
    columns: Sequence[Column]
    clean: Callable[[Mapping[str, str]], dict[str, Any]]
    rows: Callable[[User, Mapping[str, Any]], QuerySet[Any]]

    def headings(self) -> list[str]:
        """Headings in the active language."""
        return [str(column.heading) for column in self.columns]

    def selection(self, user: User, filters: Mapping[str, Any]) -> QuerySet[Any, tuple[Any, ...]]:
        """The rows as tuples in the order of the columns."""
        named = {f"cell_{column.key}": column.expression() for column in self.columns}
        selection: QuerySet[Any, tuple[Any, ...]]
        selection = self.rows(user, filters).annotate(**named).values_list(*named)
        return selection

    def count(self, user: User, filters: Mapping[str, Any]) -> int:
        """How many rows the filter gives."""
        return self.rows(user, filters).order_by().count()


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything read inside sees the database as of one moment, so count and rows agree."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
