"""Filling an empty database with synthetic rows by COPY, in one transaction."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import Max

from accounts.models import User
from applications.models import Application, ApplicationEvent, Holding
from benchmarks.seed import applications, enterprises, people
from benchmarks.seed.chunks import CHUNK, Chunk, ChunkProducer
from benchmarks.seed.indexes_and_triggers import without_indexes_and_triggers
from benchmarks.seed.plan import SeedPlan, read_plan
from enterprises.models import Enterprise, Member

_NUMBERS: Final = "applications_number"
_TABLES: Final[dict[str, tuple[type[models.Model], Sequence[str]]]] = {
    "user": (User, people.USER_COLUMNS),
    "enterprise": (Enterprise, enterprises.COLUMNS),
    "member": (Member, people.MEMBER_COLUMNS),
    "application": (Application, applications.COLUMNS),
    "event": (ApplicationEvent, applications.EVENT_COLUMNS),
    "holding": (Holding, applications.HOLDING_COLUMNS),
}
# Triggers are off during COPY. Rows that one of them would refuse are looked for afterwards,
_JUDGED_BY_MEMBERS: Final = """
SELECT count(*) FROM applications_application a JOIN enterprises_member m USING (enterprise_id)
WHERE m.user_id IN (a.decided_by_id, a.recommended_by_id)
"""
_HELD_BY_ANOTHER: Final = """
SELECT count(*) FROM applications_application a
LEFT JOIN applications_holding h ON h.application_id = a.id AND h.until IS NULL
WHERE a.claimed_by_id IS DISTINCT FROM h.holder_id
"""
# and what another would write is written afterwards.
_MARK_EDITIONS_USED: Final = """
UPDATE programs_edition e SET first_used_at = used.first
FROM (SELECT edition_id, min(submitted_at) AS first FROM applications_application
      WHERE submitted_at IS NOT NULL GROUP BY edition_id) used
WHERE used.edition_id = e.id AND e.first_used_at IS NULL
"""
Progress = Callable[[str, int, int], None]


class NotEmptyError(Exception):
    """The database holds enterprises or applications; nothing was written."""


@dataclass
class LoadReport:
    """Rows, seconds and bytes (with indexes) by table."""

    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Record the seconds spent inside as those of `name`."""
        started = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - started, 2)


def fill(
    *,
    enterprise_count: int,
    application_count: int,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress = lambda table, done, total: None,
) -> LoadReport:
    """Write the rows, the same ones for the same seed on the same day, ciphertexts apart.

    Raises NotEmptyError, LookupError without reference data, ValueError for applications without
    enterprises. `jobs` processes produce the rows. Killed at any moment it leaves the database as
    it was.
    """
    report = LoadReport()
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        _require_empty()
        plan = read_plan(seed=seed, enterprises=enterprise_count, applications=application_count)
        if application_count and not plan.applicants:
            raise ValueError("applications need enterprises with people")
        with report.timed("officials"):
            people.create_officials(plan)
        plan.first_user = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        plan.line_ends = {
            name: _line_end(model, columns, plan) for name, (model, columns) in _TABLES.items()
        }
        producer = stack.enter_context(ChunkProducer(plan, jobs))
        with without_indexes_and_triggers(
            [model for model, _columns in _TABLES.values() if model is not User]
        ):
            _copy_people(plan, report)
            _copy_chunks(report, producer.enterprises(), enterprise_count, "enterprise", progress)
            _copy_chunks(
                report, producer.applications(), application_count, "application", progress
            )
            started = time.monotonic()
        report.seconds["indexes and keys"] = round(time.monotonic() - started, 2)
        _replace_triggers()
        _advance_sequences(application_count)
    _vacuum_and_measure(report)
    return report


def _require_empty() -> None:
    for model in (Enterprise, Application):
        if model._default_manager.exists():
            raise NotEmptyError(model._meta.db_table)


def _line_end(model: type[models.Model], columns: Sequence[str], plan: SeedPlan) -> str:
    """Return the end of every line: the columns that are not given, each with its default."""
    values = []
    for column in _other_columns(model, columns):
        default = plan.now if _is_now(column) else column.get_default()
        if default is None and not column.null:
            raise FieldDoesNotExist(f"{model._meta.label}.{column.name} has no default")
        values.append(_text(column.get_db_prep_save(default, connection)))
    return "".join(f"\t{value}" for value in values) + "\n"


def _other_columns(
    model: type[models.Model], columns: Sequence[str]
) -> "list[models.Field[Any, Any]]":
    return [
        each
        for each in model._meta.concrete_fields
        if each.column not in columns and not (each.primary_key and "id" not in columns)
    ]


def _is_now(column: "models.Field[Any, Any]") -> bool:
    return bool(getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False))


def _text(value: Any) -> str:
    """Return the value in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    # psycopg wraps JSON in an object that holds the plain value.
    text = json.dumps(value.obj) if hasattr(value, "obj") else str(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _copy(table: str, text: bytes | Iterable[bytes]) -> None:
    model, columns = _TABLES[table]
    all_columns = [*columns, *(each.column for each in _other_columns(model, columns))]
    names = ", ".join(f'"{name}"' for name in all_columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in [text] if isinstance(text, bytes) else text:
            copy.write(piece)


def _copy_people(plan: SeedPlan, report: LoadReport) -> None:
    for table, lines, rows in (
        ("user", people.applicant_lines(plan), plan.owners + plan.helpers),
        ("member", people.member_lines(plan), plan.applicants),
    ):
        with report.timed(table):
            _copy(table, _pieces(lines))
        report.rows[table] = rows


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    while piece := "".join(islice(lines, CHUNK)):
        yield piece.encode()


def _copy_chunks(
    report: LoadReport, chunks: Iterator[Chunk], total: int, label: str, progress: Progress
) -> None:
    with report.timed(label):
        for chunk in chunks:
            for table, text in chunk.texts.items():
                _copy(table, text)
                report.rows[table] = report.rows.get(table, 0) + chunk.rows[table]
            progress(label, chunk.done, total)


def _replace_triggers() -> None:
    """Check and write what triggers would have checked and written row by row."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED_BY_MEMBERS)
        if cursor.fetchone()[0]:
            raise AssertionError("an official would judge a file of their own enterprise")
        cursor.execute(_HELD_BY_ANOTHER)
        if cursor.fetchone()[0]:
            raise AssertionError("a claim and its open holding differ")
        cursor.execute(_MARK_EDITIONS_USED)


def _advance_sequences(application_count: int) -> None:
    """Set the sequences behind the last row."""
    with connection.cursor() as cursor:
        for model in (User, Enterprise, Application):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) "
                f'FROM "{table}" HAVING max(id) IS NOT NULL',
                [table],
            )
        if application_count:
            cursor.execute("SELECT setval(%s, %s)", [_NUMBERS, application_count])


def _vacuum_and_measure(report: LoadReport) -> None:
    """Give the planner statistics and visibility, and note how large the tables became."""
    tables = {name: model._meta.db_table for name, (model, _columns) in _TABLES.items()}
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            with report.timed("vacuum"):
                cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables.values())}")
        for name, table in tables.items():
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
            report.bytes[name] = cursor.fetchone()[0]
