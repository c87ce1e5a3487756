"""`./test [pytest arguments]`: servers for the tests, then pytest, whose exit status is returned.

Runs beside a `./run` of the same home, and beside another `./test`: each claims the first free
folder `test`, `test-2` and so on of PORTAL_HOME.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from operations.launcher.console import LaunchError, StopRequested, complain
from operations.launcher.embedded import Servers, Starter
from operations.launcher.home import ROOT, Home
from operations.launcher.postgres import TEST_SETTINGS
from operations.launcher.process import Command
from operations.launcher.supervise import Supervisor

# tests/scheduling.py gives the workers their tests. Two keep two cores busy; the third fills in
# while the tests of faults wait for processes.
PARALLEL = ("-n", "3")
SLOTS = 20
INTERRUPTED = 130


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """Add three workers for the whole suite, unless a part or another number is selected."""
    chosen = any(word.startswith(("-n", "--numprocesses", "-k", "--dist")) for word in arguments)
    chosen = chosen or "no:xdist" in arguments or "-pno:xdist" in arguments
    words = (word for word in arguments if not word.startswith("-"))
    parts = any((ROOT / word.split("::")[0]).exists() for word in words)
    return [*arguments] if chosen or parts else [*PARALLEL, *arguments]


@contextmanager
def claimed_home(environ: Mapping[str, str]) -> Iterator[tuple[Home, int]]:
    """Claim the first test folder that is not in use; yield it and the claim's descriptor."""
    portal = Home.from_environment(environ)
    for slot in range(1, SLOTS):
        home = Home(portal.path / ("test" if slot == 1 else f"test-{slot}"))
        home.create()
        with ExitStack() as held:
            try:
                descriptor = held.enter_context(home.claim(f"./test ({home.path.name})"))
            except LaunchError:
                continue
            yield home, descriptor
            return
    raise LaunchError("Terlalu banyak ./test berjalan bersamaan (too many at once).")


def start_servers(starter: Starter, environ: Mapping[str, str]) -> Servers:
    """Use the given servers when both are given, else embedded ones, tuned for speed."""
    given = {
        name: environ.get(f"TEST_{name}") or environ.get(name, "")
        for name in ("DATABASE_URL", "REDIS_URL")
    }
    if all(given.values()):
        return starter.start(given)
    programs = {"PORTAL_PG_BIN": environ.get("PORTAL_PG_BIN", "")}
    try:
        return starter.start(programs, TEST_SETTINGS)
    except LaunchError:
        # Without fsync a crash of the machine may have spoilt the data, which is only for tests.
        shutil.rmtree(starter.home.postgres, ignore_errors=True)
        shutil.rmtree(starter.home.valkey, ignore_errors=True)
        return starter.start(programs, TEST_SETTINGS)


def python_command(
    home: Home, claim: int, name: str, env: Mapping[str, str], *words: str
) -> Command:
    return Command(
        name=name,
        argv=(sys.executable, *words),
        env=env,
        log=home.logs / f"{name}.log",
        cwd=ROOT,
        stop_signal=signal.SIGINT,
        orphan_signal=signal.SIGKILL,
        inherited=(claim,),
        to_console=True,
        errors_to_console=True,
    )


def run_tests(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    with claimed_home(environ) as (home, claim), Supervisor() as supervisor:
        supervisor.listen()
        servers = start_servers(Starter(home, supervisor, claim), environ)
        env = {
            **environ,
            "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.test",
            "PORTAL_HOME": str(home.path),
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
        }
        translate = python_command(
            home, claim, "translations", env, "manage.py", "compile_translations"
        )
        if supervisor.finish(translate):
            raise LaunchError("compile_translations gagal (failed).")
        words = ["-m", "pytest", *pytest_arguments(arguments)]
        return supervisor.finish(python_command(home, claim, "pytest", env, *words))


def main(arguments: Sequence[str]) -> int:
    try:
        return run_tests(arguments, os.environ)
    except (StopRequested, KeyboardInterrupt):
        return INTERRUPTED
    except LaunchError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"Tidak dapat diteruskan: {error} (cannot go on).")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
