"""A copy of the test database, and another database to put it into."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from operations.backup import archive, recovery, schema
from operations.backup.archive import KeyDestination
from operations.backup.manifest import Manifest
from operations.backup.snapshot import connect
from tests import migrated
from tests.database import WorkerDatabase, drop_database


def address_of(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return what psycopg needs to reach the database without Django."""
    params = database.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return {name: params[name] for name in names if name in params}


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """Make a home whose media hold one file."""
    settings.PORTAL_HOME = tmp_path / "home"
    settings.MEDIA_ROOT = settings.PORTAL_HOME / "media"
    (settings.MEDIA_ROOT / "documents").mkdir(parents=True)
    (settings.MEDIA_ROOT / "exports").mkdir()
    (settings.MEDIA_ROOT / "exports" / "a.csv").write_bytes(b"a;b\n")
    path: Path = settings.PORTAL_HOME
    return path


@pytest.fixture
def copy(home: Path, tmp_path: Path, transactional_db: None) -> Path:
    archive.make(tmp_path / "copy", KeyDestination())
    return tmp_path / "copy"


@pytest.fixture(scope="session")
def recorded_migrations(
    worker_database: WorkerDatabase, exhaustive: bool, django_db_blocker: Any
) -> dict[Any, migrated.Statements]:
    """Hold what a migration to each state sent to the database; at first those of the template.

    With `--exhaustive` none, so that the first copy is migrated as it is outside the tests.
    """
    if exhaustive:
        return {}
    with django_db_blocker.unblock(), connect() as database:
        state = schema.applied_migrations(database)
    return {state: migrated.kept(worker_database.migrations)}


@pytest.fixture
def quick_migrations(
    recorded_migrations: dict[Any, migrated.Statements], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrate an empty database once; send the same statements to the next ones."""
    migrate = schema.migrate_to

    def migrate_or_repeat(manifest: Manifest) -> None:
        state = tuple(manifest.migrations)
        if state in recorded_migrations:
            migrated.repeat(recorded_migrations[state])
            return
        with migrated.recorded() as statements:
            migrate(manifest)
        recorded_migrations[state] = statements

    monkeypatch.setattr(schema, "migrate_to", migrate_or_repeat)


@pytest.fixture
def elsewhere(
    settings: Any,
    tmp_path: Path,
    transactional_db: None,
    quick_migrations: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """Point Django to another, empty database and home; checks in whole processes are left out."""
    name = f"test_restore{os.environ.get('PYTEST_DB_SUFFIX', '')}_{os.getpid()}"
    before = connection.settings_dict["NAME"]
    address = address_of(connection)

    with psycopg.connect(**address, autocommit=True) as server:
        drop_database(server, name)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    monkeypatch.setattr(recovery, "CHECKS", ())
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.PORTAL_HOME = tmp_path / "elsewhere"
    settings.MEDIA_ROOT = settings.PORTAL_HOME / "media"
    try:
        yield settings.PORTAL_HOME
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with psycopg.connect(**address, autocommit=True) as server:
            drop_database(server, name)
