"""Bring database and files up to date before the portal opens: `prepare [--demo]`.

A database of another version is refused before the first step. One process for all steps, because
starting Django is most of the cost of each. Every step is safe to repeat. Progress goes to stdout,
what the commands print goes to stderr (the launcher's log).
"""

import contextlib
import hashlib
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from operations.launcher.console import REFUSED
from operations.schema_version import OtherSchemaError, require_own_schema

Step = tuple[str, Callable[[], object]]


def command(name: str, **options: object) -> Step:
    return name, lambda: call_command(name, **options)


def steps(*, demo: bool) -> list[Step]:
    """Return the steps in their order: later ones read what earlier ones wrote."""
    always = [
        command("migrate", interactive=False, verbosity=1),
        command("check_keys"),
        command("compile_translations"),
        command("load_reference"),
        command("ensure_seal"),
        ("collectstatic", collect_static),
    ]
    return [*always, command("load_demo")] if demo else always


def collect_static() -> None:
    """Collect and compress static files, unless none has changed since the last time."""
    root = Path(settings.STATIC_ROOT or "")
    record = root / ".collected"
    now = static_fingerprint()
    if record.exists() and record.read_text(encoding="utf-8") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(now, encoding="utf-8")


def static_fingerprint() -> str:
    """Return a text that changes with the storage and with any source file.

    A file counts by its path, size and time of change.
    """
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    console = sys.stdout
    name = "django"
    try:
        with contextlib.redirect_stdout(sys.stderr):
            django.setup()
            require_own_schema(connection)
            for name, step in steps(demo="--demo" in arguments):
                started = time.monotonic()
                step()
                took = time.monotonic() - started
                print(f"[portal] {name}: {took:.1f} s", file=console, flush=True)
    except OtherSchemaError as error:
        print(error, file=console, flush=True)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever a step raises ends the start, in one line
        traceback.print_exc()
        summary = f"{type(error).__name__}: {error}".strip()
        print(f"{name} gagal (failed): {summary}", file=console, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
