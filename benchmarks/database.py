"""The database of the benchmarks: created, migrated and filled once, reused by later runs."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
_SIZE = """
SELECT (SELECT count(*) FROM enterprises_enterprise),
    (SELECT count(*) FROM applications_application)
"""


def own_database(server_url: str, enterprises: int, applications: int) -> str:
    """Return the URL of the benchmarks' own database on the server; create it when missing."""
    parts = urlsplit(server_url)
    name = f"benchmarks_{enterprises}_{applications}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        existing = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if existing.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def is_filled(url: str, enterprises: int, applications: int) -> bool:
    """Tell whether an earlier run left the requested rows."""
    with psycopg.connect(url) as connection:
        try:
            return connection.execute(_SIZE).fetchone() == (enterprises, applications)
        except psycopg.errors.UndefinedTable:
            return False


def prepare(
    url: str, env: dict[str, str], enterprises: int, applications: int, say: Callable[[str], None]
) -> dict[str, object]:
    """Migrate and fill; return the report of `seed_scale`, empty when it was filled before."""
    _run(env, "-m", "operations.launcher.prepare")
    if is_filled(url, enterprises, applications):
        say("the database is filled already")
        return {}
    say(f"filling with {enterprises} enterprises and {applications} applications")
    output = _run(
        env,
        "manage.py",
        "seed_scale",
        "--enterprises",
        str(enterprises),
        "--applications",
        str(applications),
    )
    return dict(json.loads(output.splitlines()[-1]))


def working_copy(server_url: str, template_url: str) -> str:
    """Copy the filled database and return the name, so that no run sees rows of another."""
    parts = urlsplit(template_url)
    template = parts.path.lstrip("/")
    name = f"{template}_run"
    with psycopg.connect(server_url, autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    url = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    return url


def drop(server_url: str, url: str) -> None:
    """Drop the copy."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(server_url, autocommit=True) as connection:
        _drop(connection, name)


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    """End this process's connections to a database and drop it, if it exists.

    `WITH (FORCE)` fails while an autovacuum worker runs; otherwise PostgreSQL waits for its end.
    """
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user",
        [name],
    )
    connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
