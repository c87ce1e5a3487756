"""The checking tools run as tests, so that `./test` is the only gate."""

import base64
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.source import (
    ROOT,
    SEED,
    apps,
    contracts,
    layer_groups,
    none_of,
    python_files,
)

BIN = Path(sys.executable).parent
# The composition root, invented data, what keeps it running, and the kernel have other orders.
WITHOUT_LAYERS = {"umkm_portal", "demo", "operations", "common"}
# Shared on purpose: signing in, throttles and idempotency of every endpoint.
SHARED_DOORS = {"common.api", "common.admin.base", "accounts.api"}


def run(*words: str, env: Mapping[str, str] | None = None) -> None:
    """Run a tool of the environment; its whole output is the failure message."""
    command = [sys.executable if words[0] == "python" else str(BIN / words[0]), *words[1:]]
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=900
    )
    if done.returncode:
        pytest.fail(f"{' '.join(words)}\n{done.stdout}{done.stderr}", pytrace=False)


def test_ruff_finds_nothing() -> None:
    run("ruff", "check", ".")


def test_code_is_formatted() -> None:
    run("ruff", "format", "--check", ".")


def test_types_hold() -> None:
    run("mypy", ".")


def test_import_contracts_are_kept() -> None:
    run("lint-imports")


def test_templates_are_clean() -> None:
    run("djlint", "templates", "--lint", "--quiet")


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out, pytrace=False)


def test_production_settings_pass_the_deploy_checks(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.prod",
        "ALLOWED_HOSTS": "portal.example",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example",
        "EMAIL_HOST": "mail.example",
        "PORTAL_HOME": str(tmp_path),
        "SECRET_KEY": base64.b64encode(bytes(range(64))).decode(),
        "FIELD_KEY": key,
        "INDEX_KEY": key,
    }
    # The stories in a browser set this for their own process.
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    (tmp_path / "static").mkdir()
    run("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=env)


def test_contracts_cover_every_app() -> None:
    found = {p.parents[0].name for p in python_files() if p.name == "apps.py"}
    assert found == {*apps()}
    inside = contracts()["importlinter:contract:inside"]["containers"].split()
    assert {*inside} == {*apps()} - WITHOUT_LAYERS
    assert [app for group in layer_groups() for app in group if app != SEED] == apps()


def test_every_front_door_is_protected() -> None:
    doors = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in python_files()
        if path.name == "__init__.py"
        and len(path.relative_to(ROOT).parts) == 3
        and path.parent.name in {"web", "api", "admin"}
    } - SHARED_DOORS
    protected = contracts()["importlinter:contract:fronts"]["protected_modules"].split()
    none_of(doors ^ {*protected})


def test_pure_modules_are_kept_pure() -> None:
    """The contract names them by pattern; only `kinds` and `enums` may also be otherwise."""
    listed = contracts()["importlinter:contract:pure"]["source_modules"].split()
    assert {"*.policies", "*.lifecycle", "*.kind"} <= {*listed}
