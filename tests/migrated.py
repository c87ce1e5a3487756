"""What the migrations send to an empty database: recorded once in a run, repeated for the next.

After each of some hundreds of operations Django builds the classes of all related models again,
which takes nearly all of the time; what reaches the database takes a second. With
`one_model_at_a_time` it builds the one that changed; CI compares that with an ordinary `migrate`.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

Statements = list[tuple[str, Any, bool]]


@contextmanager
def recorded() -> Iterator[Statements]:
    """Yield a list that fills with what migrations send; not with what signals after them do."""
    sent: Statements = []
    migrate = MigrationExecutor.migrate

    def record(execute: Any, words: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((words, values, many))
        return execute(words, values, many, context)

    def migrate_and_record(executor: MigrationExecutor, *args: Any, **options: Any) -> Any:
        with connection.execute_wrapper(record):
            return migrate(executor, *args, **options)

    with mock.patch.object(MigrationExecutor, "migrate", migrate_and_record):
        yield sent


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    """Build only the class of the model that an operation changes, not of all related to it."""
    with mock.patch.object(ProjectState, "_find_reload_model", _changed_model_only):
        yield


def _changed_model_only(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    # RunPython, which may follow relations, is then given classes that are all rebuilt.
    state.is_delayed = True
    return {(app_label, model_name)}


def repeat(statements: Statements) -> None:
    """Send the statements to the connected database, which has to be empty, all or none."""
    with transaction.atomic(), connection.cursor() as cursor:
        for words, values, many in statements:
            (cursor.executemany if many else cursor.execute)(words, values)


def keep(path: Path, statements: Statements) -> None:
    path.write_bytes(pickle.dumps(statements))


def kept(path: Path) -> Statements:
    """Return what `keep` wrote earlier in this run."""
    statements: Statements = pickle.loads(path.read_bytes())
    return statements
