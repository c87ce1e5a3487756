"""The SQL behind an answer: captured from Django, repeated by psycopg as prepared statements."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

_TEXTS: dict[tuple[str, str], bytes] = {}
_PAGE = re.compile(r"\bLIMIT (51|101)\b")


@dataclass(frozen=True)
class Statement:
    """One statement as it was sent, and the seconds it took through Django."""

    sql: str
    parameters: Any
    seconds: float

    def repeat(self, cursor: psycopg.Cursor) -> None:
        """Run it prepared, with its values as literals, and read every row.

        It is planned once, for these values: with parameters the planner could not use a partial
        index, and the page would look faster in comparison than it is.
        """
        cursor.execute(_with_literals(cursor.connection, self), prepare=True)
        cursor.fetchall()


@contextmanager
def captured() -> Iterator[list[Statement]]:
    """Yield a list that collects every statement Django sends inside."""
    statements: list[Statement] = []

    def record(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any):
        started = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            statements.append(Statement(sql, parameters, time.perf_counter() - started))

    with connection.execute_wrapper(record):
        yield statements


def page_statement(statements: list[Statement], table: str) -> Statement:
    """Return the statement that reads the rows of the page; raises LookupError without one."""
    pages = [each for each in statements if f'"{table}"' in each.sql and _PAGE.search(each.sql)]
    if not pages:
        raise LookupError(f"no page of {table} was read")
    return max(pages, key=lambda each: each.seconds)


def _with_literals(connection: psycopg.Connection, statement: Statement) -> bytes:
    key = (statement.sql, repr(statement.parameters))
    if key not in _TEXTS:
        text = psycopg.ClientCursor(connection).mogrify(statement.sql, statement.parameters)
        _TEXTS[key] = text.encode()
    return _TEXTS[key]
