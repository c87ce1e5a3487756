"""The steadiness of the machine: the same task and the same SQL in every round."""

import hashlib
from collections.abc import Sequence

from benchmarks.clients import connect
from benchmarks.rounds import Figures, Line, timed

_SQL = "SELECT sum(length(name)) FROM (SELECT name FROM enterprises_enterprise LIMIT 200000) AS n"


class Noise:
    """The spread limits the accuracy of every absolute figure; ratios suffer less."""

    name = "noise"
    lines: Sequence[Line] = ()

    def prepare(self) -> None:
        self._cursor = connect().cursor()
        self._cursor.execute(_SQL)

    def round(self, number: int) -> Figures:
        cpu = min(timed(_fixed_task) for _ in range(3))
        sql = min(timed(lambda: self._cursor.execute(_SQL)) for _ in range(3))
        return {"cpu_ms": cpu * 1000, "sql_ms": sql * 1000}

    def notes(self) -> list[str]:
        return ["a fixed CPU task (hashing) and a fixed SQL over 200,000 names, best of three"]


def _fixed_task() -> None:
    digest = b"portal"
    for _ in range(120_000):
        digest = hashlib.sha256(digest).digest()
