"""Of the cases of one kind a sixth stays in a run of all tests, and of every kind some."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from operations.launcher.home import ROOT
from tests.sampling import HALVED, left_out_of


@dataclass
class Case:
    """What sampling reads of a test."""

    nodeid: str
    marks: tuple[str, ...] = field(default=())

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


def kept(count: int, *marks: str) -> int:
    cases: list[Any] = [Case(f"tests/a.py::test_b[{number}]", marks) for number in range(count)]
    return count - len([*left_out_of(cases)])


@pytest.mark.parametrize(
    ("count", "marks", "stay"),
    [
        (12, ("sampled",), 2),
        (2, ("sampled",), 1),
        (12, ("django_db",), 2),
        (3, ("django_db",), 1),
        (2, ("django_db",), 2),
        (1, ("django_db",), 1),
        (9, ("django_db", "whole"), 9),
        (9, (), 9),
        (9, ("exhaustive", "whole"), 0),
    ],
)
def test_so_many_cases_stay(count: int, marks: tuple[str, ...], stay: int) -> None:
    assert kept(count, *marks) == stay


def test_every_other_test_of_pages_stays_with_its_cases() -> None:
    names = [f"{HALVED[0]}test_a.py::test_{number}" for number in range(40)]
    left_out = {item.nodeid for item in left_out_of([*map(_case, names)])}
    assert 10 < len(left_out) < 30
    assert {*left_out_of([_case(names[0], "whole")])} == set()
    assert all((ROOT / folder).is_dir() for folder in HALVED)


def _case(name: str, *marks: str) -> Any:
    return Case(name, marks)


@pytest.mark.parametrize("count", range(1, 12))
def test_every_test_keeps_a_case(count: int) -> None:
    assert kept(count, "sampled") >= 1
