"""A report's rows as one SQL statement: the filter is applied once, for counting and writing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from accounts.models import User
from reports.selectors.cells import safe

CellType = Literal["text", "number", "date"]


@dataclass(frozen=True)
class Column:
    """One column: its heading, where it comes from and what a spreadsheet shall make of it.

    A number is a whole one, such as rupiah or months.
    """

    key: str
    heading: Any
    source: str | Callable[[], Combinable]
    type: CellType = "text"

    def expression(self) -> Combinable:
        """The cell in SQL; built per report, since words follow the reader's language."""
        source = F(self.source) if isinstance(self.source, str) else self.source()
        return safe(source) if self.type == "text" else source


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

    def types(self) -> list[CellType]:
        """What each column holds."""
        return [column.type for column in self.columns]

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
