"""Fills an empty database with synthetic rows by COPY, in one transaction."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import Max

from accounts.models import User
from applications.models import Application, ApplicationEvent
from benchmarks.seed import applications, enterprises, people
from benchmarks.seed.bare import bare
from benchmarks.seed.making import CHUNK, Chunk, Maker
from benchmarks.seed.world import World, read_world
from enterprises.models import Enterprise, Member

_NUMBERS: Final = "applications_application_number"
_LOADED: Final[dict[str, tuple[type[models.Model], Sequence[str]]]] = {
    "user": (User, people.USER_COLUMNS),
    "enterprise": (Enterprise, enterprises.COLUMNS),
    "member": (Member, people.MEMBER_COLUMNS),
    "application": (Application, applications.COLUMNS),
    "event": (ApplicationEvent, applications.EVENT_COLUMNS),
}
# The trigger that watches over this is off during COPY.
_JUDGED_BY_INSIDERS: Final = """
SELECT count(*) FROM applications_application a JOIN enterprises_member m USING (enterprise_id)
WHERE m.user_id IN (a.decided_by_id, a.recommended_by_id)
"""
Progress = Callable[[str, int, int], None]


class NotEmptyError(Exception):
    """The database holds enterprises or applications; nothing was written."""


@dataclass
class Filled:
    """Rows, seconds and bytes (with indexes) by table."""

    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)


def fill(
    *,
    enterprise_count: int,
    application_count: int,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress = lambda table, done, total: None,
) -> Filled:
    """Writes the rows, the same ones for the same seed on the same day, ciphers apart.

    Raises NotEmptyError, LookupError without reference data, ValueError for applications without
    enterprises. `jobs` processes make the rows. A kill at any moment leaves the database as it was.
    """
    filled = Filled()
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        _refuse_rows()
        world = read_world(seed=seed, enterprises=enterprise_count, applications=application_count)
        if application_count and not world.applicants:
            raise ValueError("applications need enterprises with people")
        with _timed(filled, "officials"):
            people.create_officials(world)
        world.first_user = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        world.tails = {
            name: _tail(model, columns, world) for name, (model, columns) in _LOADED.items()
        }
        maker = stack.enter_context(Maker(world, jobs))
        with bare([model for model, _columns in _LOADED.values() if model is not User]):
            _copy_people(world, filled)
            _copy_parts(filled, maker.enterprises(), enterprise_count, "enterprise", progress)
            _copy_parts(filled, maker.applications(), application_count, "application", progress)
            started = time.monotonic()
        filled.seconds["indexes and keys"] = round(time.monotonic() - started, 2)
        _check_and_count_on(filled, application_count)
    _settle(filled)
    return filled


def _refuse_rows() -> None:
    for model in (Enterprise, Application):
        if model._default_manager.exists():
            raise NotEmptyError(model._meta.db_table)


def _tail(model: type[models.Model], given: Sequence[str], world: World) -> str:
    """What ends every line: the columns that were not given, each with its field's default."""
    values = []
    for column in _rest(model, given):
        default = world.now if _is_now(column) else column.get_default()
        if default is None and not column.null:
            raise FieldDoesNotExist(f"{model._meta.label}.{column.name} has no default")
        values.append(_text(column.get_db_prep_save(default, connection)))
    return "".join(f"\t{value}" for value in values) + "\n"


def _rest(model: type[models.Model], given: Sequence[str]) -> "list[models.Field[Any, Any]]":
    return [
        each
        for each in model._meta.concrete_fields
        if each.column not in given and not (each.primary_key and "id" not in given)
    ]


def _is_now(column: "models.Field[Any, Any]") -> bool:
    return bool(getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False))


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = value if isinstance(value, str) else str(getattr(value, "obj", value))
    if hasattr(value, "obj"):
        text = json.dumps(value.obj)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _copy(table: str, text: bytes | Iterable[bytes]) -> None:
    model, given = _LOADED[table]
    columns = [*given, *(each.column for each in _rest(model, given))]
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in [text] if isinstance(text, bytes) else text:
            copy.write(piece)


def _copy_people(world: World, filled: Filled) -> None:
    for table, lines, rows in (
        ("user", people.applicant_lines(world), world.owners + world.helpers),
        ("member", people.member_lines(world), world.applicants),
    ):
        with _timed(filled, table):
            _copy(table, _pieces(lines))
        filled.rows[table] = rows


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    while piece := "".join(islice(lines, CHUNK)):
        yield piece.encode()


def _copy_parts(
    filled: Filled, chunks: Iterator[Chunk], total: int, label: str, progress: Progress
) -> None:
    with _timed(filled, label):
        for chunk in chunks:
            for table, text in chunk.texts.items():
                _copy(table, text)
                filled.rows[table] = filled.rows.get(table, 0) + chunk.rows[table]
            progress(label, chunk.done, total)


def _check_and_count_on(filled: Filled, application_count: int) -> None:
    """What triggers would have watched, and sequences that go on behind the last row."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED_BY_INSIDERS)
        if cursor.fetchone()[0]:
            raise AssertionError("an official would judge a file of their own enterprise")
        for model in (User, Enterprise, Application):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) "
                f'FROM "{table}" HAVING max(id) IS NOT NULL',
                [table],
            )
        if application_count:
            cursor.execute("SELECT setval(%s, %s)", [_NUMBERS, application_count])


def _settle(filled: Filled) -> None:
    """Statistics and visibility for the planner, and how large it all became."""
    tables = {name: model._meta.db_table for name, (model, _columns) in _LOADED.items()}
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            with _timed(filled, "vacuum"):
                cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables.values())}")
        for name, table in tables.items():
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
            filled.bytes[name] = cursor.fetchone()[0]


class _timed:  # noqa: N801 - reads as a statement
    def __init__(self, filled: Filled, name: str) -> None:
        self._filled, self._name = filled, name

    def __enter__(self) -> None:
        self._started = time.monotonic()

    def __exit__(self, *_exc: object) -> None:
        self._filled.seconds[self._name] = round(time.monotonic() - self._started, 2)
