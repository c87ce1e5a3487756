"""`python benchmarks/run.py`: run every comparison in five interleaved rounds, print one table."""

import argparse
import os
import platform
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Python searches the folder of a script first, where `benchmarks/queue.py` would hide the standard
# module.
sys.path[:] = [str(ROOT), *(each for each in sys.path if Path(each) != ROOT / "benchmarks")]

import django  # noqa: E402
from django.db import connections  # noqa: E402

from benchmarks import database  # noqa: E402
from benchmarks.rounds import report, run_rounds, write  # noqa: E402
from operations.launcher.console import LaunchError, complain  # noqa: E402
from operations.launcher.embedded import Servers, Starter  # noqa: E402
from operations.launcher.home import Home  # noqa: E402
from operations.launcher.supervise import Supervisor  # noqa: E402

FULL = (851_262, 1_000_000)
QUICK = (8_000, 10_000)
# Commits are as durable as under `./run`; only memory for the working set is added.
SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "4GB", "max_connections": "200"}


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--enterprises", type=int)
    parser.add_argument("--applications", type=int)
    parser.add_argument("--quick", action="store_true", help="small: to see that it works")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, action="append", default=[], help="*.json or *.md")
    options = parser.parse_args(words)
    size = QUICK if options.quick else FULL
    options.enterprises = options.enterprises or size[0]
    options.applications = options.applications or size[1]
    return options


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(words)
    try:
        with ExitStack() as stack:
            return measure(options, start_servers(stack))
    except LaunchError as error:
        complain(str(error))
        return 1


def start_servers(stack: ExitStack) -> Servers:
    """Return DATABASE_URL and REDIS_URL when both are set, else start embedded servers.

    Their folder remains, so that the next run need not fill the database again.
    """
    urls = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
    home = Home(Home.from_environment(os.environ).path / "benchmarks")
    home.create()
    os.environ["PORTAL_HOME"] = str(home.path)
    if all(urls.values()):
        return Servers(urls["DATABASE_URL"], urls["REDIS_URL"], embedded=False)
    claim = stack.enter_context(home.claim("benchmarks"))
    supervisor = stack.enter_context(Supervisor())
    return Starter(home, supervisor, claim).start({}, SETTINGS)


def measure(options: argparse.Namespace, servers: Servers) -> int:
    """Fill the database, run the rounds, print and write; return 0 when every line holds."""
    url = database.own_database(servers.database_url, options.enterprises, options.applications)
    os.environ.update(
        DATABASE_URL=url,
        REDIS_URL=servers.redis_url,
        PORTAL_DEMO="1",
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        PYTHONPATH=str(ROOT),
    )
    seeding = database.prepare(
        url, dict(os.environ), options.enterprises, options.applications, say
    )
    os.environ["DATABASE_URL"] = copy = database.working_copy(servers.database_url, url)
    django.setup()
    try:
        return compare(options, servers, seeding)
    finally:
        connections.close_all()
        database.drop(servers.database_url, copy)


def compare(options: argparse.Namespace, servers: Servers, seeding: dict[str, object]) -> int:
    # Their modules import models, which need Django.
    from benchmarks.registry import measurements  # noqa: PLC0415

    chosen = [each for each in measurements() if not options.only or each.name in options.only]
    result = run_rounds(chosen, options.rounds, say)
    result.facts = {
        "size": f"{options.enterprises} enterprises, {options.applications} applications",
        "machine": f"{platform.platform()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}",
        "servers": "embedded, with fsync" if servers.embedded else "given by the environment",
        "seed_scale": seeding or "filled by an earlier run",
    }
    print(report(result))
    for path in options.out:
        write(result, path)
    holds = (
        line.holds(result.median(name, line.figure))
        for name, lines in result.lines.items()
        if name in result.rounds
        for line in lines
    )
    return int(bool(result.failures) or False in set(holds))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
