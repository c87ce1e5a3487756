"""`./test`: its folders and the arguments of pytest."""

from pathlib import Path

import pytest

from operations.launcher.test import PARALLEL, claimed_home, pytest_arguments


def test_second_test_run_takes_another_folder(tmp_path: Path) -> None:
    environ = {"PORTAL_HOME": str(tmp_path)}
    with claimed_home(environ) as (first, _), claimed_home(environ) as (second, _):
        assert (first.path.name, second.path.name) == ("test", "test-2")
    with claimed_home(environ) as (again, _):
        assert again.path.name == "test"


@pytest.mark.parametrize(
    ("arguments", "parallel"),
    [
        ([], True),
        (["-x"], True),
        (["-n", "4"], False),
        (["-n0"], False),
        (["-p", "no:xdist"], False),
        (["-k", "ports"], False),
        (["tests/operations/launcher"], False),
        (["tests/operations/launcher/test_ports.py::test_x"], False),
    ],
)
def test_whole_suite_runs_in_parallel_and_parts_do_not(
    arguments: list[str], parallel: bool
) -> None:
    expected = [*PARALLEL, *arguments] if parallel else arguments
    assert pytest_arguments(arguments) == expected
