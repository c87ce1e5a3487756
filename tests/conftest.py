"""What every test has: a database with reference data and schemes, and folders of its own."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from common.files.cleaning import __main__ as cleaning
from common.files.cleaning import process as cleaning_process
from supply.allocation import process as planning_process
from tests.database import WorkerDatabase
from tests.sampling import left_out_of
from tests.scheduling import SharedFixtureScheduling, put_long_tests_first

# How long an example takes says more about what else the machine does than about the code.
hypothesis_settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any-machine")
_RUN_CLEANING = cleaning_process._run
_RUN_PLANNING = planning_process._run
_numbers = count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--exhaustive",
        action="store_true",
        help="every role at every address, every page in every stage, more generated requests",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say how many examples of plans are drawn, before any test is read."""
    if config.getoption("--exhaustive"):
        hypothesis_settings.register_profile("plans", max_examples=50)
    else:
        hypothesis_settings.register_profile(
            "plans", max_examples=5, derandomize=True, phases=(Phase.generate,)
        )


@pytest.fixture(scope="session")
def exhaustive(pytestconfig: pytest.Config) -> bool:
    """Tell whether products of roles, pages and stages are tried whole; CI does, always."""
    return bool(pytestconfig.getoption("--exhaustive"))


@pytest.fixture(scope="session")
def worker_database(
    django_test_environment: None, django_db_blocker: Any
) -> Iterator[WorkerDatabase]:
    """Create the database of this worker: migrated, with reference data and schemes."""
    with django_db_blocker.unblock():
        database = WorkerDatabase(
            run=os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex),
            worker=os.environ.get("PYTEST_XDIST_WORKER", ""),
        )
        database.create()
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def django_db_setup(worker_database: WorkerDatabase) -> Iterator[None]:
    """Take the place of pytest-django's; a test on real transactions is followed by a restore."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", worker_database.restore):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_cleaned_here() -> Iterator[None]:
    """Clean files in this process: to start one for each takes longer than most tests."""
    with mock.patch.object(cleaning_process, "_run", cleaning.main):
        yield


@pytest.fixture(scope="session", autouse=True)
def _orders_planned_here() -> Iterator[None]:
    """Plan orders in this process, which loads the solver when the first order is planned."""
    with mock.patch.object(planning_process, "_run", _plan_here):
        yield


def _plan_here(path: str, seconds: int, mode: str) -> dict[str, Any]:
    main: Callable[[str, str, str], dict[str, Any]]
    main = import_module("supply.allocation.__main__").main
    return main(path, str(seconds), mode)


@pytest.fixture
def planned_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan orders in a process of their own, as the portal does, within its limits."""
    monkeypatch.setattr(planning_process, "_run", _RUN_PLANNING)


@pytest.fixture
def cleaned_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean files in a process of their own, as the portal does, within its limits."""
    monkeypatch.setattr(cleaning_process, "_run", _RUN_CLEANING)


@pytest.fixture(scope="session")
def all_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of those below; one of pytest for each test takes ten times as long."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, all_folders: Path) -> Iterator[None]:
    """Keep mail and files of one test from every other; rate limits begin at zero."""
    folder = all_folders / str(next(_numbers))
    folder.mkdir()
    settings.MAIL_DIR = folder / "mail"
    settings.MEDIA_ROOT = folder / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "documents", "base_url": None},
        },
    }
    cache.clear()
    yield
    cache.clear()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _portal_language(settings: Any) -> None:
    """Begin in Indonesian: a request leaves its language behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_exhaustive(config, items)
    put_long_tests_first(items)
    # What is loaded by now lives as long as the process; looking through it costs 8 % of the CPU.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _leave_out_exhaustive(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect from a run of all tests what only CI runs; a part that is named runs whole."""
    is_whole = [Path(word).resolve() for word in config.args] == [Path(__file__).parent]
    if config.getoption("--exhaustive") or not is_whole:
        return
    left_out = {item.nodeid for item in left_out_of(items)}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
        items[:] = [item for item in items if item.nodeid not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Return our scheduler for the usual distributions; xdist has the others."""
    if config.getvalue("dist") in ("load", "loadgroup"):
        return SharedFixtureScheduling(config, log)
    return None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many interleavings the races ran, in how many scenarios."""
    counts = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in getattr(report, "user_properties", [])
        if name == "interleavings"
    ]
    if counts:
        total = sum(number for _scenario, number in counts)
        terminalreporter.write_line(f"races: {total} interleavings in {len(counts)} scenarios")
