"""The databases of the tests: one template for the run, and a copy of it for each worker.

A test on real transactions leaves its rows behind; its copy is then dropped and made again. That is
quicker than emptying every table and loading the reference data, leaves sequences and schema as
they were, and does not deadlock with a connection that a thread or a browser still has open:
the server ends such connections first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from programs.kinds.registry import kinds
from programs.models import Edition
from tests import migrated

# PostgreSQL waits five seconds for the connections it was asked to end.
DROP_ATTEMPTS = 6
_COMMENT = """
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s
"""
_END_CONNECTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND usename = current_user
"""
_HALF_DROPPED = "SELECT 1 FROM pg_database WHERE datname = %s AND datconnlimit = -2"
_COPIES = "SELECT count(*) FROM pg_database WHERE datname LIKE %s"


class WorkerDatabase:
    """The copy that this process tests on; `run` is shared by all workers of one pytest.

    `migrations` is the file of what the migrations sent to the template.
    """

    def __init__(self, run: str, worker: str) -> None:
        base = str(connection.settings_dict["TEST"]["NAME"])
        # Never mistaken for a copy: neither name begins with the other.
        self.template = base.replace("test_", "test_template_", 1)
        self.name = f"{base}_{worker}" if worker else base
        self.migrations = Path(settings.PORTAL_HOME) / f"{self.template}.migrations"
        self._copies = base.replace("_", r"\_") + "%"
        self._run = run
        self._original = connection.settings_dict["NAME"]

    def create(self) -> None:
        """Copy the template, which the first worker builds while the others wait."""
        with _server() as server, _lock(server, self.template):
            if server.execute(_COMMENT, [self.template]).fetchone() != (self._run,):
                drop_database(server, self.template)
                self._build_template()
                server.execute(
                    sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                        sql.Identifier(self.template), sql.Literal(self._run)
                    )
                )
        self._use(self.name)
        self.restore()

    def restore(self) -> None:
        """Replace the copy by a fresh one; connections to the old one are ended."""
        connections.close_all()
        with _server() as server:
            replace_database(server, self.name, self.template)

    def drop(self) -> None:
        """Drop the copy, and the template with the last copy."""
        connections.close_all()
        with _server() as server, _lock(server, self.template):
            drop_database(server, self.name)
            if server.execute(_COPIES, [self._copies]).fetchone() == (0,):
                drop_database(server, self.template)
                self.migrations.unlink(missing_ok=True)
        self._use(self._original)

    def _build_template(self) -> None:
        """Migrate, and load what is part of every installation: reference data and schemes."""
        test_settings = connection.settings_dict["TEST"]
        name_of_copies, test_settings["NAME"] = test_settings["NAME"], self.template
        try:
            with migrated.recorded() as statements, migrated.one_model_at_a_time():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            migrated.keep(self.migrations, statements)
            call_command("load_reference", verbosity=0)
            _open_calls()
        finally:
            test_settings["NAME"] = name_of_copies
            # A template with an open connection cannot be copied.
            connections.close_all()

    def _use(self, name: str) -> None:
        connections.settings[connection.alias]["NAME"] = name
        connection.settings_dict["NAME"] = name


def _open_calls() -> None:
    """Open a call without end for every edition that needs one: most tests are not about calls."""
    allot = [kind.code for kind in kinds() if any(each.allots_places for each in kind.outcomes)]
    Edition.objects.filter(opens_on__isnull=True, scheme__kind__in=allot).update(
        opens_on=date(2020, 1, 1)
    )


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    """Open a connection to the server outside the test databases; each statement commits."""
    params = connection.get_connection_params()
    names = ("host", "port", "user", "password")
    address = {name: params[name] for name in names if name in params}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
        yield server


@contextmanager
def _lock(server: psycopg.Connection[Any], name: str) -> Iterator[None]:
    """Let one worker at a time in, whatever process it is."""
    key = [crc32(name.encode())]
    server.execute("SELECT pg_advisory_lock(%s)", key)
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", key)


def replace_database(
    server: psycopg.Connection[Any], name: str, template: str, *, survives_a_crash: bool = False
) -> None:
    """Make `name` a copy of `template`, to which no one may be connected."""
    drop_database(server, name)
    # A sequence logs its next numbers ahead. A copy continues without logging them again, though
    # only the log of its template has them: after a crash it would give out the same numbers twice.
    # The checkpoint that ends a copy by files makes it log again, but takes time.
    statement = "CREATE DATABASE {} TEMPLATE {}" + " STRATEGY file_copy" * survives_a_crash
    server.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(server: psycopg.Connection[Any], name: str) -> None:
    """Drop a database if it is there, after ending the connections to it."""
    if server.execute(_COMMENT, [name]).fetchone() is None:
        return
    for attempt in range(1, DROP_ATTEMPTS + 1):
        # What an interrupted drop left behind can only be dropped: to alter it ends our connection.
        if server.execute(_HALF_DROPPED, [name]).fetchone() is None:
            end_connections(server, name)
        try:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.ObjectInUse:
            if attempt == DROP_ATTEMPTS:
                raise
        else:
            return


def end_connections(server: psycopg.Connection[Any], name: str) -> None:
    """End all connections to a database and refuse new ones, which would take their place."""
    server.execute(
        sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name))
    )
    server.execute(_END_CONNECTIONS, [name])
