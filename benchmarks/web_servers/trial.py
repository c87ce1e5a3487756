"""`python -m benchmarks.web_servers`: try the servers against slow clients, print one table.

Each cell is the time until another client is answered while 64 are slow, as a multiple of the time
without them, on a server of its own with one process and one thread. A row tries all servers one
after the other, so that a busy machine slows all; what is printed is the median over the rounds.
"""

import argparse
import os
import platform
import signal
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.web_servers.attacks import (
    NONE,
    READERS,
    SENDERS,
    attacked,
    calm,
    forwarded,
    lost,
    refusal,
)
from benchmarks.web_servers.servers import PINNED, Running, Server, installed, running, servers

Row = list[str]
# What is tried once, and with how many processes.
_OTHERS: Final[Mapping[str, tuple[Callable[[Running], str], int]]] = {
    "a body of 900 MB, from its head": (refusal, 1),
    "believed of a stranger's headers": (forwarded, 1),
    "lost while a process is stopped": (lambda server: lost(server, signal.SIGTERM), 2),
    "lost while a process is killed": (lambda server: lost(server, signal.SIGKILL), 2),
}


def main(words: list[str] | None = None) -> int:
    """Run the trial; return 1 when a server could not be tried."""
    parser = argparse.ArgumentParser(prog="benchmarks.web_servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="WAY")
    parser.add_argument("--out", type=Path, help="a Markdown file")
    options = parser.parse_args(words)
    with TemporaryDirectory(prefix="web-servers-") as folder:
        found = servers(installed(Path(folder) / "venv"))
        rows = list(_rows(found, Path(folder), options.rounds, options.only))
    text = _table([["", *(each.name for each in found)], *rows]) + _facts()
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return int(len(found) < len(PINNED) + 2)


def _rows(found: list[Server], folder: Path, rounds: int, only: list[str]) -> Iterator[Row]:
    for way in [*SENDERS, READERS]:
        if not only or way in only:
            _say(way)
            cells: list[list[tuple[float, float]]] = [[] for _server in found]
            for _round in range(rounds):
                for place, server in enumerate(found):
                    cells[place].append(_measured(server, folder, way))
            yield [way, *(_ratio(cell) for cell in cells)]
    for name, (one, processes) in _OTHERS.items():
        if not only or name in only:
            _say(name)
            yield [name, *(_tried(each, folder, one, processes) for each in found)]


def _measured(server: Server, folder: Path, way: str) -> tuple[float, float]:
    with running(server, folder / "log") as started:
        return calm(started), attacked(started, way)


def _tried(server: Server, folder: Path, one: Callable[[Running], str], processes: int) -> str:
    with running(server, folder / "log", processes) as started:
        return one(started)


def _ratio(cell: list[tuple[float, float]]) -> str:
    before = statistics.median(calm for calm, _slow in cell)
    during = statistics.median(slow for _calm, slow in cell)
    if during == NONE:
        return "none"
    ratio = statistics.median(slow / calm for calm, slow in cell)
    return f"{ratio:.1f}x ({before * 1000:.1f} → {during * 1000:.1f} ms)"


def _table(rows: list[Row]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in rows
    ]
    lines.insert(1, f"|{'|'.join('-' * (width + 2) for width in widths)}|")
    return "\n".join(lines) + "\n"


def _facts() -> str:
    return (
        f"\n- {', '.join(PINNED)}; Python {platform.python_version()}, {os.cpu_count()} cores\n"
        "- none: no answer within 10 seconds\n"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
