"""The database that tests begin with, and one that is migrated as anywhere else."""

import re
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
    assert _schema(statements) == _schema(template)


def _schema(statements: migrated.Statements) -> list[str]:
    """Return the words alone, without the time in a default and without numbered savepoints."""
    return [
        re.sub(r"'[\d-]{10} [\d:.+]+'", "now", words)
        for words, _values, _many in statements
        if "SAVEPOINT" not in words
    ]
