"""The project's own files as the architecture tests read them."""

import ast
import configparser
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SEED = "benchmarks"
NOT_OURS = frozenset(
    {".git", ".venv", ".local", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)


@cache
def contracts() -> configparser.ConfigParser:
    """Return the import contracts."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def template_folders() -> list[Path]:
    """Return the folders of templates: the shared one, and those of kinds of programme."""
    own = [ROOT / app / "templates" for app in settings.PROGRAM_KINDS]
    return [ROOT / "templates", *(folder for folder in own if folder.exists())]


def apps() -> list[str]:
    """Return the apps, the highest layer first."""
    return [name for name in contracts()["importlinter"]["root_packages"].split() if name != SEED]


def layer_groups() -> list[list[str]]:
    """Return the apps in layers, the highest first; those of one layer are independent."""
    lines = contracts()["importlinter:contract:apps"]["layers"].strip().splitlines()
    return [[name.strip().split(".")[0] for name in line.split("|")] for line in lines]


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is or may be committed."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        names = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        # An unpacked archive, or a checkout that belongs to another user.
        names = [p for p in ROOT.rglob("*") if not NOT_OURS & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(p for p in names if p.is_file()))


def name_of(path: Path) -> str:
    """Return the path as a message shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(*, tests: bool = False) -> tuple[Path, ...]:
    """Return the Python files of the apps; with `tests` all others."""
    ours = [p for p in files() if p.suffix == ".py" and "migrations" not in p.parts]
    return tuple(p for p in ours if _is_of_an_app(p) is not tests)


@cache
def data_strings() -> tuple[tuple[Path, str], ...]:
    """Return every string of the TOML files of the apps, keys too, with its file."""
    ours = [p for p in files() if p.suffix == ".toml" and _is_of_an_app(p)]
    return tuple(
        (path, value)
        for path in ours
        for value in _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _is_of_an_app(path: Path) -> bool:
    """Tell whether the rules of the apps apply: also to synthetic rows, but not to benchmarks."""
    parts = path.relative_to(ROOT).parts
    return parts[0] in apps() or parts[:2] == (SEED, "seed")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a Python file."""
    return ast.walk(tree(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a Python file."""
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, `programs.enums.State` for `from … import State`."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `get` for `Model.objects.get(…)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and value of every string constant."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the value of the keyword argument `name`."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def text(node: ast.expr | None) -> str | None:
    """Return the value of a string constant, else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def pattern_of(node: ast.JoinedStr) -> str:
    """Return an f-string as a pattern; an expression matches anything within one folder."""
    parts = [
        re.escape(str(v.value)) if isinstance(v, ast.Constant) else "[^/]+" for v in node.values
    ]
    return "".join(parts)


def at(path: Path, line: int) -> str:
    """Return `path:line`, which editors can open."""
    return f"{name_of(path)}:{line}"


def none_of(offenders: Iterable[object], remedy: str = "") -> None:
    """Fail with the whole list of offenders."""
    found = sorted(str(offender) for offender in offenders)
    assert not found, "\n".join(["", *found, *([remedy] if remedy else [])])
