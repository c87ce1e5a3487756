"""Conventions that no linter checks: clocks, state, access, signals, direction of dependencies."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps as registry
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.migrations.loader import MigrationLoader

from programs.kinds.registry import kinds
from tests.architecture.source import (
    ROOT,
    apps,
    at,
    called,
    calls,
    constants,
    data_strings,
    keyword,
    layer_groups,
    name_of,
    nodes,
    none_of,
    python_files,
    template_folders,
    text,
)

CHOKE_POINT = "applications/services/transitions.py"
# COPY bypasses the choke point. Both fill an empty database only: one with synthetic applications,
# too many for single transitions, whose tests check that states, history and due dates agree; one
# with the rows of a backup, unchanged.
USES_COPY_FROM = {"benchmarks/seed/loading.py", "operations/backup/tables.py"}
CLOCK = "common/dates/clock.py"
NOW = {"now", "utcnow", "today", "localtime", "localdate"}
CLOCKS = {"timezone", "datetime", "date", "dt"}
SIGNALS = {
    "pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed",
}  # fmt: skip
WRITES = {"update", "create", "update_or_create", "get_or_create", "bulk_create"}
FRONTS = {"web", "api", "admin"}
# Apps whose rows may be seen by some people only.
GUARDED = {*apps()} - {"reference", "accounts", "common"}
# The launcher starts the project as separate processes and imports nothing of it.
STARTS_PROCESSES = "operations/launcher/"
DOTTED_NAME = re.compile(rf"^({'|'.join(apps())})(\.\w+)+$")


def app_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[1]


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Return module and name of everything imported by name."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def all_strings() -> Iterator[tuple[Path, int, str]]:
    """Yield file, line and value of the strings of all apps, in Python and in data (line 1)."""
    yield from ((path, *found) for path in python_files() for found in constants(path))
    yield from ((path, 1, value) for path, value in data_strings())


def is_below(lower: str, higher: str) -> bool:
    """Tell whether `lower` is a layer below `higher`, or the same app."""
    depth = {app: level for level, group in enumerate(layer_groups()) for app in group}
    return lower == higher or depth[lower] > depth[higher]


def test_time_comes_from_the_clock_alone() -> None:
    found = [
        at(path, node.lineno)
        for path in python_files()
        if name_of(path) != CLOCK
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in NOW
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in CLOCKS
    ]
    found += [
        name_of(path)
        for path in python_files()
        for module, name in imports(path)
        if module == "django.utils.timezone" and name in NOW and name_of(path) != CLOCK
    ]
    none_of(found)


def test_no_model_signal_is_used() -> None:
    found = [
        name_of(path)
        for path in python_files()
        for module, name in imports(path)
        if module.startswith("django.db.models.signals")
        or (module.startswith("django.") and name in SIGNALS)
    ]
    none_of(found)


def can_use_applications(path: Path) -> bool:
    """Tell whether the file can use an Application at all."""
    return app_of(path) == "applications" or any(
        module.startswith("applications.models") and name == "Application"
        for module, name in imports(path)
    )


def state_assignments(path: Path) -> Iterator[int]:
    """Yield the lines that assign an attribute `state`, in any form."""
    for node in nodes(path):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "state"
            and isinstance(node.ctx, ast.Store)
        ):
            yield node.lineno


def state_writes(path: Path) -> Iterator[int]:
    """Yield the lines that write a `state` through a query, a constructor or `setattr`."""
    for call in calls(path):
        name = called(call)
        if name == "setattr" and len(call.args) > 1 and text(call.args[1]) == "state":
            yield call.lineno
        if name in WRITES | {"Application"} and keyword(call, "state") is not None:
            yield call.lineno
        if name == "bulk_update" and any(
            text(node) == "state" for node in ast.walk(call) if isinstance(node, ast.Constant)
        ):
            yield call.lineno


def test_only_the_choke_point_writes_the_state_of_an_application() -> None:
    found = [
        at(path, line)
        for path in python_files()
        if can_use_applications(path) and name_of(path) != CHOKE_POINT
        for line in (*state_assignments(path), *state_writes(path))
    ]
    none_of(found)


def test_the_choke_point_writes_it_in_one_place() -> None:
    assert len([*state_assignments(ROOT / CHOKE_POINT)]) == 1


def test_no_sql_writes_an_application() -> None:
    pattern = re.compile(
        r"(update|insert\s+into|copy)\s+\"?applications_application\b", re.IGNORECASE
    )
    found = [
        at(path, line)
        for path in python_files()
        for line, value in constants(path)
        if pattern.search(value)
    ]
    none_of(found)


def test_only_the_listed_modules_use_copy_from() -> None:
    pattern = re.compile(r"(\bcopy\b.*|\)\s*)\bfrom\s+stdin\b", re.IGNORECASE)
    found = {
        name_of(path)
        for path in python_files()
        for _line, value in constants(path)
        if pattern.search(value)
    }
    none_of(found - USES_COPY_FROM)


def test_pages_and_endpoints_fetch_rows_through_access_functions() -> None:
    """Pages, endpoints and admin never fetch a row by key: a selector checks access."""
    found = []
    for path in python_files():
        if layer_of(path) not in FRONTS or app_of(path) not in GUARDED:
            continue
        for call in calls(path):
            # On the rows of a selector it is allowed: the selector limits the rows.
            direct = called(call) in {"get_object_or_404", "get_list_or_404"} and not isinstance(
                call.args[0], ast.Call
            )
            function = call.func
            if isinstance(function, ast.Attribute) and function.attr in {"get", "first", "last"}:
                direct |= any(
                    isinstance(n, ast.Attribute) and n.attr in {"objects", "_default_manager"}
                    for n in ast.walk(function.value)
                )
            if direct:
                found.append(at(path, call.lineno))
    none_of(found)


def test_relations_point_downwards() -> None:
    """String foreign keys are invisible to the import contracts.

    Only the user model may be referred to from below, through Django's own setting: a legal row
    names the person who verified it.
    """
    found = []
    for model in registry.get_models():
        label = model._meta.app_label
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if label not in apps() or not isinstance(target, type) or target is get_user_model():
                continue
            other = target._meta.app_label
            if other in apps() and not is_below(other, label):
                found.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    none_of(found)


def test_names_in_strings_point_downwards() -> None:
    """Tasks, models and modules named in strings: `apps.get_model`, `send_task`, settings, data."""
    found = [
        f"{at(path, line)} {value}"
        for path, line, value in all_strings()
        if not name_of(path).startswith(STARTS_PROCESSES)
        if (match := DOTTED_NAME.match(value)) and not is_below(match[1], app_of(path))
    ]
    none_of(found)


def test_tables_in_strings_point_downwards() -> None:
    """SQL, triggers and other strings of an app name no table of an app above it."""
    owners = {model._meta.db_table: model._meta.app_label for model in registry.get_models()}
    ours = {table: label for table, label in owners.items() if label in apps()}
    table_name = re.compile(rf"\b({'|'.join(sorted(ours, key=len, reverse=True))})\b")
    found = [
        f"{at(path, line)} {table}"
        for path in python_files()
        for line, value in constants(path)
        for table in table_name.findall(value)
        if not is_below(ours[table], app_of(path))
    ]
    none_of(found)


def test_only_a_kind_names_itself() -> None:
    """Properties of a kind come from its declaration, never from a list or comparison elsewhere.

    Neither its name alone, nor one that begins with it: a module, a task, a message, a document.
    """
    names = "|".join({*settings.PROGRAM_KINDS, *(kind.code for kind in kinds())})
    of_a_kind = re.compile(rf"^({names})([.-]\w+)*$")
    found = [
        f"{at(path, line)} {value}"
        for path, line, value in all_strings()
        if app_of(path) not in settings.PROGRAM_KINDS
        and name_of(path) != "umkm_portal/settings/kinds.py"
        and of_a_kind.match(value)
    ]
    shared = ROOT / "templates"
    found += [
        name_of(path)
        for folder in (shared, shared / "notifications")
        for path in folder.iterdir()
        if of_a_kind.match(path.name)
    ]
    none_of(found)


def test_no_template_or_script_compares_with_a_kind_or_an_outcome() -> None:
    codes = {kind.code for kind in kinds()} | {
        outcome.code for kind in kinds() for outcome in kind.outcomes
    }
    named = re.compile(rf"""["']({"|".join(sorted({*settings.PROGRAM_KINDS, *codes}))})["']""")
    files = [
        path
        for folder in (*template_folders(), ROOT / "static")
        for suffix in ("html", "txt", "js", "css")
        for path in folder.rglob(f"*.{suffix}")
    ]
    none_of(at(path, 1) for path in files if named.search(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("label", [name for name in apps() if name != "umkm_portal"])
def test_migrations_depend_downwards(label: str) -> None:
    migrations = MigrationLoader(None).disk_migrations
    found = [
        f"{label}.{name} → {other}.{number}"
        for (app, name), migration in migrations.items()
        if app == label
        for other, number in migration.dependencies
        # "__first__" is how Django writes a dependency on the user model, see above.
        if other in apps() and number != "__first__" and not is_below(other, label)
    ]
    none_of(found)


def test_applications_are_locked_in_one_way() -> None:
    """A lock with joins returns stale rows after a wait (`applications.services.locking`)."""
    none_of(
        [
            at(path, call.lineno)
            for path in python_files()
            if app_of(path) == "applications"
            and path.relative_to(ROOT).as_posix() != "applications/services/locking.py"
            for call in calls(path)
            if called(call) == "select_for_update"
        ]
    )
