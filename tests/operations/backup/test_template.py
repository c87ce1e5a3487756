"""The database that tests begin with, and one that is migrated as anywhere else."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests import migrated
from tests.database import WorkerDatabase


@pytest.mark.exhaustive
def test_tests_begin_with_what_migrate_makes(
    worker_database: WorkerDatabase, elsewhere: Path
) -> None:
    with migrated.recorded() as statements:
        call_command("migrate", verbosity=0)

    template = migrated.kept(worker_database.migrations)
    assert _without_savepoints(statements) == _without_savepoints(template)


def _without_savepoints(statements: migrated.Statements) -> list[str]:
    """Return the words alone: values have times in them, savepoints are numbered."""
    return [words for words, _values, _many in statements if "SAVEPOINT" not in words]
