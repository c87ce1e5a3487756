"""The SQL behind an answer: caught from Django, repeated by psycopg as prepared statements."""

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
        """Runs it prepared, with its values written out, and reads every row.

        The plan is made once and for these very values: parameters would hide from the planner
        that a partial index serves them, and flatter the page.
        """
        cursor.execute(_written_out(cursor.connection, self), prepare=True)
        cursor.fetchall()


@contextmanager
def caught() -> Iterator[list[Statement]]:
    """Every statement that Django sends inside."""
    found: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any):
        started = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            found.append(Statement(sql, parameters, time.perf_counter() - started))

    with connection.execute_wrapper(keep):
        yield found


def page_statement(statements: list[Statement], table: str) -> Statement:
    """The one that reads the rows of the page; raises LookupError when there is none."""
    pages = [each for each in statements if f'"{table}"' in each.sql and _PAGE.search(each.sql)]
    if not pages:
        raise LookupError(f"no page of {table} was read")
    return max(pages, key=lambda each: each.seconds)


def _written_out(connection: psycopg.Connection, statement: Statement) -> bytes:
    key = (statement.sql, repr(statement.parameters))
    if key not in _TEXTS:
        text = psycopg.ClientCursor(connection).mogrify(statement.sql, statement.parameters)
        _TEXTS[key] = text.encode()
    return _TEXTS[key]
