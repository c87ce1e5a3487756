"""What no file of the repository may hold, and how large a file may grow."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, files, name_of, none_of, python_files, tree

# Written in parts, so that this file does not contain them.
MACHINE = re.compile(
    "|".join((r"/wo" + r"rk/", r"\.lib" + r"rary\b", "py" + r"pi\.org", "python" + r"hosted\.org"))
)
TEXT = {
    "", ".py", ".toml", ".md", ".txt", ".in", ".html", ".css", ".js", ".po", ".svg", ".sh",
    ".csv", ".json", ".webmanifest", ".ini", ".cfg", ".yml", ".yaml",
}  # fmt: skip
FILE_LINES = 400
TEST_LINES = 600
FUNCTION_LINES = 50
JUNK_DRAWERS = {"utils.py", "helpers.py", "misc.py", "util.py", "helper.py"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [name_of(p) for p in files() if p.suffix in TEXT and MACHINE.search(read(p))]
    none_of(found)


def test_no_file_is_a_junk_drawer() -> None:
    found = [name_of(p) for p in files() if p.name in JUNK_DRAWERS]
    none_of(found)


def test_files_stay_small() -> None:
    limits = {False: FILE_LINES, True: TEST_LINES}
    found = [
        f"{name_of(path)}: {lines} lines, at most {limit}"
        for tests, limit in limits.items()
        for path in python_files(tests=tests)
        if (lines := len(read(path).splitlines())) > limit
    ]
    none_of(found)


def test_functions_stay_short() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}: {lines} lines, at most {FUNCTION_LINES}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    none_of(found)


def test_scripts_can_be_run() -> None:
    scripts = [ROOT / name for name in ("run", "test", "manage.py", ".ci/run")]
    none_of([name_of(p) for p in scripts if not p.stat().st_mode & 0o111])
