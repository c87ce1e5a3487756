"""Submitting through the API against pgbench's three inserts."""

import statistics
import time
from collections.abc import Sequence

from django.test import Client

from benchmarks import http_clients, inserts
from benchmarks.drafts import Draft, make_drafts
from benchmarks.rounds import Figures, Line
from benchmarks.statements import Statement, captured
from benchmarks.web import CLIENTS, THREADS, Web

_PER_ROUND = 320
_NO_OPS = 1600
_ALONE = 12
_FIRST_MISSING_ID = 9_000_000_000


class Submit:
    """`POST /api/v1/applications/{id}/transitions/` over 8 persistent connections of 2 processes.

    Every request has its own owner, key, enterprise and complete draft: authentication, throttle,
    scope, consent, answers, documents, verdict, history, due date and message are all real.
    """

    name = "submit"
    lines: Sequence[Line] = (
        Line("submit through the API / pgbench's three inserts", "submit", at_least=0.2),
        Line("  floor: minimal view, 5 prepared statements / three inserts", "floor"),
    )

    def prepare(self) -> None:
        inserts.prepare_sequence()
        self.script = inserts.script()
        self.web, self.floor = Web(), Web("benchmarks.floor_settings")
        self.drafts: list[Draft] = []
        self.statements: list[Statement] = []
        self._refill()
        for web in (self.web, self.floor):
            self._post(web, self._take(2 * CLIENTS * THREADS))

    def round(self, number: int) -> Figures:
        self._refill()
        before = inserts.per_second(self.script)
        submitted = self._post(self.web, self._take(_PER_ROUND))
        floor = self._post(self.floor, self._take(_PER_ROUND))
        after = inserts.per_second(self.script)
        no_op = self._no_op()
        refused = self._refused()
        alone_ms, sql_ms = self._alone()
        three = (before + after) / 2
        return {
            "submit": submitted / three,
            "floor": floor / three,
            "minimal_per_s": floor,
            "inserts_per_s": three,
            "submit_per_s": submitted,
            "no_op_view_per_s": no_op,
            "authenticated_404_per_s": refused,
            "alone_ms": alone_ms,
            "alone_sql_ms": sql_ms,
            "alone_python_ms": alone_ms - sql_ms,
        }

    def notes(self) -> list[str]:
        writes = sum(not each.sql.startswith("SELECT") for each in self.statements)
        self.web.stop()
        self.floor.stop()
        return [
            f"pgbench -M prepared -c {inserts.CLIENTS} -j 2 for {inserts.SECONDS} s before and "
            "after, into the same tables with their indexes, keys and triggers",
            f"one submission sends {len(self.statements)} statements, {writes} of them writes; "
            "alone_* is one request at a time in this process, without a socket",
            "minimal: the same server and request, without middleware, DRF, ORM and rules: "
            "key, scope with lock, update, history and message, one prepared statement each "
            "(floor_view.py)",
            "authenticated_404: the same request for a file out of the key's scope (key, postings "
            "and scope only); no_op_view: /healthz through the same server",
        ]

    def _refill(self) -> None:
        needed = 2 * _PER_ROUND + _ALONE + 1
        if len(self.drafts) < needed:
            self.drafts += make_drafts(needed + 4 * CLIENTS * THREADS)
        if len(self.drafts) < needed:
            raise LookupError("not enough owners without an open application are left")

    def _take(self, count: int) -> list[Draft]:
        taken, self.drafts = self.drafts[:count], self.drafts[count:]
        return taken

    def _post(self, web: Web, drafts: Sequence[Draft], *, expected: int = 200) -> float:
        jobs = [(f"/api/v1/applications/{each.id}/transitions/", each.token) for each in drafts]

        def share(place: int) -> tuple:
            return http_clients.send, web.port, jobs[place::CLIENTS], THREADS, expected

        return web.per_second(share, len(jobs))

    def _refused(self) -> float:
        key = self.drafts[0].token
        return self._post(
            self.web, [Draft(_FIRST_MISSING_ID + n, key) for n in range(_PER_ROUND)], expected=404
        )

    def _no_op(self) -> float:
        count = _NO_OPS // CLIENTS

        def share(place: int) -> tuple:
            return http_clients.fetch, self.web.port, "/healthz", count, THREADS

        return self.web.per_second(share, _NO_OPS)

    def _alone(self) -> tuple[float, float]:
        client, totals, sqls = Client(), [], []
        for draft in self._take(_ALONE):
            with captured() as statements:
                started = time.perf_counter()
                response = client.post(
                    f"/api/v1/applications/{draft.id}/transitions/",
                    {"name": "submit", "data": {"declaration": True}},
                    content_type="application/json",
                    headers={"authorization": f"Token {draft.token}"},
                )
                totals.append(time.perf_counter() - started)
            if response.status_code != 200:
                raise AssertionError(response.content[:300])
            sqls.append(sum(each.seconds for each in statements))
            self.statements = statements
        return statistics.median(totals) * 1000, statistics.median(sqls) * 1000
