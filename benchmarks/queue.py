"""The officials' queue against its own SQL, and its deep pages against its first."""

from collections.abc import Sequence
from itertools import islice

from django.test import Client

from accounts.models import User
from applications.models import Application
from applications.selectors.queue import queue_of
from benchmarks.clients import api_client, connect, fetch, official, page_client
from benchmarks.rounds import Figures, Line, alternately, p95, timed
from benchmarks.statements import Statement, captured, page_statement
from common.lists.paging import keyset_page

SAMPLES = 60
_DEEP = 0.9


class Page:
    """The queue of one official by API or page: its first and a deep address, and its SQL."""

    def __init__(self, name: str, client: Client, address: str, deep_address: str) -> None:
        self.name, self.client = name, client
        self.address, self.deep_address = address, deep_address
        self.statements: list[Statement] = []

    def read_statements(self) -> None:
        """Store the statements that the page sends once its caches are filled."""
        fetch(self.client, self.address)
        with captured() as statements:
            fetch(self.client, self.address)
        self.statements = [each for each in statements if each.sql.startswith("SELECT")]

    def open_first(self) -> None:
        """Fetch the first page."""
        fetch(self.client, self.address)

    def open_deep(self) -> None:
        """Fetch the page after nine tenths of the queue."""
        fetch(self.client, self.deep_address)


class Queue:
    """`GET /api/v1/queue/` and `/admin/` in this process, all middleware included.

    Their SQL: every SELECT the page sends, repeated by psycopg as prepared statements.
    """

    name = "queue"
    lines: Sequence[Line] = (
        Line("queue page by API, p95 / its SQL's p95 (province)", "api_province", at_most=8),
        Line("queue page by API, p95 / its SQL's p95 (regency)", "api_regency", at_most=8),
        Line("  floor: the same request by an official without files / that SQL", "api_floor"),
        Line("queue page in the admin, p95 / its SQL's p95 (province)", "page_province", at_most=8),
        Line("queue page in the admin, p95 / its SQL's p95 (regency)", "page_regency", at_most=8),
        Line("queue deep page / first page, API, p50", "api_depth", at_most=1.3),
        Line("queue deep page / first page, admin, p50", "page_depth", at_most=1.3),
    )

    def prepare(self) -> None:
        self.cursor = connect().cursor()
        # An administrator acts at no stage, so no application waits for them.
        self.without_applications = api_client(official("admin.jatim"))
        self.pages: dict[str, Page] = {}
        self.waiting: dict[str, int] = {}
        for place, name in (("province", "verifier.jatim"), ("regency", "verifier.3578.1")):
            user = official(name)
            cursor, self.waiting[place] = deep_cursor(user)
            tail = f"cursor={cursor}"
            api, page = api_client(user), page_client(user)
            queue = "/api/v1/queue/"
            self.pages[f"api_{place}"] = Page("api", api, queue, f"{queue}?{tail}")
            self.pages[f"page_{place}"] = Page("page", page, "/admin/", f"/admin/?tab=mine&{tail}")
        for each in self.pages.values():
            each.read_statements()

    def round(self, number: int) -> Figures:
        figures: dict[str, float] = {}
        for name, page in self.pages.items():
            seconds = alternately(
                SAMPLES, {"page": page.open_first, "sql": lambda page=page: self._sql(page)}
            )
            figures[name] = p95(seconds["page"]) / p95(seconds["sql"])
            figures[f"{name}_ms"] = p95(seconds["page"]) * 1000
            figures[f"{name}_sql_ms"] = p95(seconds["sql"]) * 1000
        # Key, throttle, postings and the framework, without reading any application.
        empty = [
            timed(lambda: fetch(self.without_applications, "/api/v1/queue/"))
            for _ in range(SAMPLES)
        ]
        figures["api_floor"] = p95(empty) * 1000 / figures["api_province_sql_ms"]
        figures["api_floor_ms"] = p95(empty) * 1000
        for kind in ("api", "page"):
            page = self.pages[f"{kind}_province"]
            seconds = alternately(SAMPLES, {"first": page.open_first, "deep": page.open_deep})
            figures[f"{kind}_depth"] = _median(seconds["deep"]) / _median(seconds["first"])
            rows = page_statement(page.statements, Application._meta.db_table)
            alone = [timed(lambda rows=rows: rows.repeat(self.cursor)) for _ in range(SAMPLES)]
            figures[f"{kind}_list_sql_ms"] = p95(alone) * 1000
        return figures

    def notes(self) -> list[str]:
        counts = ", ".join(f"{place} {count}" for place, count in self.waiting.items())
        counts_by_page = {name: len(page.statements) for name, page in self.pages.items()}
        return [
            f"files waiting for the official: {counts}; deep is the page after {_DEEP:.0%} of them",
            f"SELECTs per page: {counts_by_page}; list_sql_ms is the statement of the rows alone",
        ]

    def _sql(self, page: Page) -> None:
        for statement in page.statements:
            statement.repeat(self.cursor)


def deep_cursor(user: User) -> tuple[str, int]:
    """Return a cursor after nine tenths of the person's queue, and the queue's length."""
    applications = queue_of(user)
    count = applications.count()
    place = int(count * _DEEP)
    bound = next(islice(applications.values_list("due_on", "id"), place, None))
    up_to_bound = applications.filter(due_on__lte=bound[0]).order_by("due_on", "id")
    last = max(up_to_bound.count() - 1, 1)
    page = keyset_page(up_to_bound, order=("due_on", "id"), cursor=None, size=last)
    if page.next is None:
        raise LookupError("the queue is too short to have a deep page")
    return page.next, count


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
