"""The portal's `migrate`, given what the migrations of the test database sent to theirs."""

import os
from pathlib import Path
from typing import Any

from django.db import connection

from operations.management.commands import migrate
from tests import migrated


class Command(migrate.Command):
    """Fills an empty database with them; the portal's own command then finds nothing to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        path = os.environ.get("RECORDED_MIGRATIONS")
        if path and not connection.introspection.table_names():
            migrated.repeat(migrated.kept(Path(path)))
        super().handle(*args, **options)
