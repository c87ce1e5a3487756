"""Habits that no linter knows: clocks, state, access, signals, and what points where."""

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
    keyword,
    layer_groups,
    name_of,
    nodes,
    none_of,
    python_files,
    text,
)

CHOKE_POINT = "applications/services/transitions.py"
# COPY knows no choke point. Both fill an empty database only: one with invented files, which cannot
# be walked through a million times and whose own tests hold states, history and due dates together;
# one with the rows of a backup, as they were.
COPYING_IN = {"benchmarks/seed/loading.py", "operations/backup/tables.py"}
CLOCK = "common/dates/clock.py"
NOW = {"now", "utcnow", "today", "localtime", "localdate"}
CLOCKS = {"timezone", "datetime", "date", "dt"}
SIGNALS = {
    "pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed",
}  # fmt: skip
WRITES = {"update", "create", "update_or_create", "get_or_create", "bulk_create"}
FRONT_DOORS = {"web", "api", "admin"}
# Apps whose rows belong to some people and not to others.
GUARDED = {*apps()} - {"reference", "accounts", "common"}
# The launcher starts the project as processes of their own; it imports nothing of it.
STARTS_PROCESSES = "operations/launcher/"
HOUSE = re.compile(rf"^({'|'.join(apps())})(\.\w+)+$")


def app_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[1]


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Return module and name of everything imported by name."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def is_below(lower: str, higher: str) -> bool:
    """Whether `lower` is below `higher` in the house, or the same app."""
    floors = {app: floor for floor, group in enumerate(layer_groups()) for app in group}
    return lower == higher or floors[lower] > floors[higher]


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


def knows_applications(path: Path) -> bool:
    """Whether the file can hold an Application at all."""
    return app_of(path) == "applications" or any(
        module.startswith("applications.models") and name == "Application"
        for module, name in imports(path)
    )


def state_assignments(path: Path) -> Iterator[int]:
    """Lines that assign an attribute `state`, in whatever form."""
    for node in nodes(path):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "state"
            and isinstance(node.ctx, ast.Store)
        ):
            yield node.lineno


def state_writes(path: Path) -> Iterator[int]:
    """Lines that write a `state` through a query, a constructor or `setattr`."""
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
        if knows_applications(path) and name_of(path) != CHOKE_POINT
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


def test_rows_are_copied_in_only_where_it_is_named() -> None:
    pattern = re.compile(r"(\bcopy\b.*|\)\s*)\bfrom\s+stdin\b", re.IGNORECASE)
    found = {
        name_of(path)
        for path in python_files()
        for _line, value in constants(path)
        if pattern.search(value)
    }
    none_of(found - COPYING_IN)


def test_front_doors_fetch_rows_through_access_functions() -> None:
    """Pages, endpoints and admin never fetch a row by key: a selector checks who asks."""
    found = []
    for path in python_files():
        if layer_of(path) not in FRONT_DOORS or app_of(path) not in GUARDED:
            continue
        for call in calls(path):
            # Of a selector's rows it is the very access function we want.
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

    The user model alone may be pointed at from below, through Django's own setting: a row of law
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
    """Tasks, models and modules named in strings: `apps.get_model`, `send_task`, settings."""
    found = [
        f"{at(path, line)} {value}"
        for path in python_files()
        if not name_of(path).startswith(STARTS_PROCESSES)
        for line, value in constants(path)
        if (match := HOUSE.match(value)) and not is_below(match[1], app_of(path))
    ]
    none_of(found)


def test_tables_in_strings_point_downwards() -> None:
    """SQL, triggers and other strings of an app name no table of an app above it."""
    owners = {model._meta.db_table: model._meta.app_label for model in registry.get_models()}
    ours = {table: label for table, label in owners.items() if label in apps()}
    word = re.compile(rf"\b({'|'.join(sorted(ours, key=len, reverse=True))})\b")
    found = [
        f"{at(path, line)} {table}"
        for path in python_files()
        for line, value in constants(path)
        for table in word.findall(value)
        if not is_below(ours[table], app_of(path))
    ]
    none_of(found)


def test_no_app_but_a_kind_itself_names_a_kind() -> None:
    """What a kind is comes from its declaration: no list, map or comparison elsewhere."""
    names = {*settings.PROGRAM_KINDS, *(kind.code for kind in kinds())}
    found = [
        f"{at(path, line)} {value}"
        for path in python_files()
        if app_of(path) not in settings.PROGRAM_KINDS
        and name_of(path) != "umkm_portal/settings/kinds.py"
        for line, value in constants(path)
        if value in names
    ]
    none_of(found)


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
    """A lock with joins hands back stale rows after a wait (`applications.services.locking`)."""
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
