"""The rows as lines for COPY, chunk by chunk, here or in processes of their own."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Final

from benchmarks.seed import applications, enterprises, workers
from benchmarks.seed.world import World

CHUNK: Final = 10_000
_AHEAD: Final = 4


@dataclass(frozen=True)
class Chunk:
    """The lines of a part of the rows, by table."""

    done: int
    texts: dict[str, bytes]
    rows: dict[str, int]


class Maker:
    """Makes chunks here, or a few ahead in other processes; in the same order either way."""

    def __init__(self, world: World, jobs: int) -> None:
        self._world = world
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            # Not forked: a fork would share this process's connection.
            self._pool = ProcessPoolExecutor(
                jobs,
                mp_context=get_context("spawn"),
                initializer=workers.prepare,
                initargs=(pickle.dumps(world),),
            )

    def __enter__(self) -> "Maker":
        if self._pool is None:
            workers.WORLD.append(self._world)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._pool is None:
            workers.WORLD.pop()
        else:
            self._pool.shutdown(cancel_futures=True)

    def enterprises(self) -> Iterator[Chunk]:
        return self._made(make_enterprises, self._world.enterprises)

    def applications(self) -> Iterator[Chunk]:
        return self._made(make_applications, self._world.applications)

    def _made(self, make: Callable[[int, int], Chunk], total: int) -> Iterator[Chunk]:
        spans = ((start, min(start + CHUNK, total)) for start in range(0, total, CHUNK))
        if self._pool is None:
            yield from (make(*span) for span in spans)
            return
        waiting: list[Future[Chunk]] = [
            self._pool.submit(make, *span) for span in islice(spans, _AHEAD)
        ]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [self._pool.submit(make, *span) for span in islice(spans, 1)]


def make_enterprises(start: int, stop: int) -> Chunk:
    """The chunk of enterprises from `start` to before `stop`."""
    text = "".join(enterprises.lines(workers.WORLD[-1], start, stop)).encode()
    return Chunk(stop, {"enterprise": text}, {"enterprise": stop - start})


def make_applications(start: int, stop: int) -> Chunk:
    """The chunk of applications, with their history."""
    files: list[str] = []
    events: list[str] = []
    for line, history in applications.lines(workers.WORLD[-1], start, stop):
        files.append(line)
        events += history
    return Chunk(
        stop,
        {"application": "".join(files).encode(), "event": "".join(events).encode()},
        {"application": len(files), "event": len(events)},
    )
