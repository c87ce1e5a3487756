"""The checking tools run as tests, so that `./test` is the only check."""

import base64
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.apps import apps as registry
from django.core.management import call_command

from tests.architecture.source import (
    ROOT,
    SEED,
    apps,
    at,
    contracts,
    imports,
    layer_groups,
    none_of,
    python_files,
    template_folders,
)

BIN = Path(sys.executable).parent
# The composition root, demo data, operations and the kernel have other layers.
WITHOUT_LAYERS = {"umkm_portal", "demo", "operations", "common"}
# Shared on purpose: the kernel, and signing in, throttles and idempotency of every endpoint.
SHARED_FRONTS = {"common.admin", "common.api", "common.web", "accounts.api"}
# What CONTRIBUTING lets an app import of another one.
OPEN_LAYERS = {
    "shared",
    "services",
    "messages",
    "selectors",
    "kinds",
    "permissions",
    "models",
    "policies",
    "lifecycle",
    "enums",
}


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
    run("djlint", *map(str, template_folders()), "--lint", "--quiet")


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out, pytrace=False)


@pytest.mark.exhaustive
def test_production_settings_pass_the_deploy_checks(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.prod",
        "ALLOWED_HOSTS": "portal.example",
        "PORTAL_TRUSTED_PROXIES": "1",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example",
        "EMAIL_HOST": "mail.example",
        "EMAIL_SECURITY": "starttls",
        "PORTAL_HOME": str(tmp_path),
        "SECRET_KEY": base64.b64encode(bytes(range(64))).decode(),
        "FIELD_KEY": key,
        "INDEX_KEY": key,
    }
    # The browser tests set this in their process.
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    (tmp_path / "static").mkdir()
    run("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=env)


def test_contracts_cover_every_app() -> None:
    found = {app.name for app in registry.get_app_configs() if Path(app.path).parent == ROOT}
    assert found == {*apps()}
    inside = contracts()["importlinter:contract:inside"]["containers"].split()
    assert {*inside} == {*apps()} - WITHOUT_LAYERS
    assert [app for group in layer_groups() for app in group if app != SEED] == apps()


def test_every_package_of_pages_is_protected() -> None:
    fronts = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in python_files()
        if path.name == "__init__.py"
        and len(path.relative_to(ROOT).parts) == 3
        and path.parent.name in {"web", "api", "admin"}
    } - SHARED_FRONTS
    protected = contracts()["importlinter:contract:fronts"]["protected_modules"].split()
    none_of(fronts ^ {*protected})


def test_apps_import_only_open_layers_of_each_other() -> None:
    layered = {*apps()} - WITHOUT_LAYERS
    none_of(
        f"{at(path, line)} {module}"
        for path in python_files()
        for line, module in imports(path)
        for app, layer, *_rest in [[*module.split("."), ""]]
        if app in layered - {path.relative_to(ROOT).parts[0]}
        and layer not in OPEN_LAYERS
        and f"{app}.{layer}" not in SHARED_FRONTS
    )


def test_contracts_that_hold_in_every_app_name_it_by_pattern() -> None:
    """Only `kinds` and `enums` of some apps need not be pure."""
    pure = contracts()["importlinter:contract:pure"]["source_modules"].split()
    assert {"*.policies", "*.lifecycle", "*.kind"} <= {*pure}
    messages = contracts()["importlinter:contract:messages"]["source_modules"].split()
    assert messages == ["*.messages"]
