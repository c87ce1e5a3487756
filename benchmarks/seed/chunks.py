"""The rows as lines for COPY, chunk by chunk, in this process or in a pool of others."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Final

from benchmarks.seed import applications, enterprises, worker_process
from benchmarks.seed.plan import SeedPlan

CHUNK: Final = 10_000
_CHUNKS_AHEAD: Final = 4


@dataclass(frozen=True)
class Chunk:
    """The lines of a part of the rows and their number, by table; `done` is the row it ends at."""

    done: int
    texts: dict[str, bytes]
    rows: dict[str, int]


class ChunkProducer:
    """Produces chunks in this process or, a few ahead, in others; always in the same order."""

    def __init__(self, plan: SeedPlan, jobs: int) -> None:
        self._plan = plan
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            # Not forked: a fork would share this process's connection.
            self._pool = ProcessPoolExecutor(
                jobs,
                mp_context=get_context("spawn"),
                initializer=worker_process.prepare,
                initargs=(pickle.dumps(plan),),
            )

    def __enter__(self) -> "ChunkProducer":
        if self._pool is None:
            worker_process.PLAN.append(self._plan)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._pool is None:
            worker_process.PLAN.pop()
        else:
            self._pool.shutdown(cancel_futures=True)

    def enterprises(self) -> Iterator[Chunk]:
        """Yield the chunks of all enterprises."""
        return self._chunks(enterprise_chunk, self._plan.enterprises)

    def applications(self) -> Iterator[Chunk]:
        """Yield the chunks of all applications, with their history."""
        return self._chunks(application_chunk, self._plan.applications)

    def _chunks(self, produce: Callable[[int, int], Chunk], total: int) -> Iterator[Chunk]:
        spans = ((start, min(start + CHUNK, total)) for start in range(0, total, CHUNK))
        if self._pool is None:
            yield from (produce(*span) for span in spans)
            return
        pending: list[Future[Chunk]] = [
            self._pool.submit(produce, *span) for span in islice(spans, _CHUNKS_AHEAD)
        ]
        while pending:
            yield pending.pop(0).result()
            pending += [self._pool.submit(produce, *span) for span in islice(spans, 1)]


def enterprise_chunk(start: int, stop: int) -> Chunk:
    """Return the chunk of enterprises from `start` to before `stop`."""
    text = "".join(enterprises.lines(worker_process.PLAN[-1], start, stop)).encode()
    return Chunk(stop, {"enterprise": text}, {"enterprise": stop - start})


def application_chunk(start: int, stop: int) -> Chunk:
    """Return the chunk of applications from `start` to before `stop`: history and holders too."""
    lines: dict[str, list[str]] = {"application": [], "event": [], "holding": []}
    for line, history, holdings in applications.lines(worker_process.PLAN[-1], start, stop):
        lines["application"].append(line)
        lines["event"] += history
        lines["holding"] += holdings
    return Chunk(
        stop,
        {table: "".join(rows).encode() for table, rows in lines.items()},
        {table: len(rows) for table, rows in lines.items()},
    )
