"""A report's rows as one SQL statement, with the same filters for counting and for writing."""

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
    """One column: its heading, its source and its type in a spreadsheet.

    A number is a whole number, such as rupiah or months.
    """

    key: str
    heading: Any
    source: str | Callable[[], Combinable]
    type: CellType = "text"

    def expression(self) -> Combinable:
        """Return the cell in SQL, built per report, since labels are in the reader's language."""
        source = F(self.source) if isinstance(self.source, str) else self.source()
        return safe(source) if self.type == "text" else source


@dataclass(frozen=True)
class Report:
    """A named table; `rows` gives what `user` may see under already checked `filters`.

    `opens_to` tells who, among those who export reports, may read it. One that `is_small` is shown
    in full on its page.
    """

    name: str
    title: Any
    columns: Sequence[Column]
    clean: Callable[[Mapping[str, str]], dict[str, Any]]
    rows: Callable[[User, Mapping[str, Any]], QuerySet[Any]]
    opens_to: Callable[[User], bool] = lambda user: True
    is_small: bool = False

    def headings(self) -> list[str]:
        """Return the headings in the active language."""
        return [str(column.heading) for column in self.columns]

    def types(self) -> list[CellType]:
        """Return the type of each column."""
        return [column.type for column in self.columns]

    def selection(self, user: User, filters: Mapping[str, Any]) -> QuerySet[Any, tuple[Any, ...]]:
        """Return the rows as tuples in the order of the columns."""
        named = {f"cell_{column.key}": column.expression() for column in self.columns}
        selection: QuerySet[Any, tuple[Any, ...]]
        selection = self.rows(user, filters).annotate(**named).values_list(*named)
        return selection

    def count(self, user: User, filters: Mapping[str, Any]) -> int:
        """Return the number of rows under the filters."""
        return self.rows(user, filters).order_by().count()


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let everything read inside see the database as of one moment, so count and rows agree."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
