"""docs/asvs.md: every requirement has a state, and every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.architecture.source import ROOT, none_of

PAGE: Final = ROOT / "docs" / "asvs.md"
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")
# V10 and V17 are left out as a whole.
WHOLE: Final = {"10.1 – 10.7", "17.1 – 17.3"}
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


class Line(NamedTuple):
    """One requirement, as the page has it."""

    number: str
    level: str
    words: str
    state: str


def _lines() -> list[Line]:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [Line(*row) for row in cells if len(row) == 4 and row[0]]


@cache
def _tests_of(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_named_test_exists() -> None:
    named = [match for line in _lines() for match in TEST.findall(line.state)]
    assert len(named) > 150
    none_of([f"{path}::{name}" for path, name in named if name not in _tests_of(ROOT / path)])


@pytest.mark.parametrize("line", _lines(), ids=lambda line: line.number)
def test_every_requirement_has_a_state(line: Line) -> None:
    state, _colon, words = line.state.partition(": ")
    assert state in ("tested", "not applicable", "open")
    assert line.words
    assert words
    # A line that says tested names nothing but tests, the others name none.
    rest = TEST.sub("", words).replace(",", "").strip()
    assert (rest == "") == (state == "tested")


def test_numbers_are_in_order_and_appear_once() -> None:
    numbers = [
        tuple(int(part) for part in match.groups())
        for line in _lines()
        if line.number not in WHOLE and (match := NUMBER.fullmatch(line.number))
    ]
    assert numbers == sorted(set(numbers))
    assert {number[0] for number in numbers} == set(range(1, 17)) - {10}
    assert len(numbers) + len(WHOLE) == len(_lines())


def test_the_page_counts_its_own_lines() -> None:
    lines = _lines()
    counts = [
        sum(line.state.startswith(state) for line in lines)
        for state in ("tested", "not applicable", "open")
    ]
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert (
        f"{len(lines)} lines, of which {counts[0]} are tested, {counts[1]} not applicable and "
        f"{counts[2]} open"
    ) in text
