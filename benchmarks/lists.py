"""Lists of the admin against Django's own changelist on the same rows, 100 a page on both sides."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from applications.admin.queue import page as files
from applications.models import Application
from benchmarks import django_setup, stock_process
from benchmarks.clients import fetch, official, page_client
from benchmarks.rounds import Figures, Line, timed
from common.lists.paging import last_page_cursor
from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.models import Enterprise

SAMPLES = 3
ROWS = 100
_LISTS = {"applications": Application, "enterprises": Enterprise}


class Lists:
    """The first page, the last page and a search for a name that hardly any row has."""

    name = "lists"
    lines: Sequence[Line] = (
        *(
            Line(f"admin list of {noun}: stock / portal, {label}", f"{noun}_{case}", at_least=bound)
            for noun in _LISTS
            for case, label, bound in (
                ("first", "first page", 3),
                ("last", "last page", 20),
                ("rare", "rare search", 10),
            )
        ),
        Line("  floor: stock, last page of enterprises / a portal list without rows", "empty"),
    )

    def prepare(self) -> None:
        # The same number of rows on both sides; the portal's own page is shorter.
        EnterpriseAdmin.list_per_page = ROWS
        files.PAGE_SIZE = ROWS
        self.admin = official("admin.jatim")
        self.ours = page_client(self.admin)
        self.stock = ProcessPoolExecutor(
            1,
            mp_context=get_context("spawn"),
            initializer=django_setup.setup,
            initargs=("benchmarks.stock_settings",),
        )
        name = rare_name()
        self.cases: dict[str, tuple[str, str]] = {}
        for noun, model in _LISTS.items():
            base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            last = (model._default_manager.count() - 1) // ROWS + 1
            self.cases[f"{noun}_first"] = (base, base)
            cursor = last_page_cursor(model._default_manager.all(), order=("-id",))
            self.cases[f"{noun}_last"] = (f"{base}?cursor={cursor}", f"{base}?p={last}")
            self.cases[f"{noun}_rare"] = (f"{base}?q={name}", f"{base}?q={name}")
        # The cost of every page of the admin: session, postings, navigation, layout.
        self.cases["empty"] = ("/admin/enterprises/claim/", self.cases["enterprises_last"][1])
        self.searched = name.replace("+", " ")

    def round(self, number: int) -> Figures:
        figures: dict[str, float] = {}
        for name, (ours, stock) in self.cases.items():
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(SAMPLES):
                times[0].append(timed(partial(fetch, self.ours, ours)))
                times[1].append(self._stock(stock))
            ours_s, stock_s = (sorted(side)[SAMPLES // 2] for side in times)
            figures[name] = stock_s / ours_s
            figures[f"{name}_ms"], figures[f"{name}_stock_ms"] = ours_s * 1000, stock_s * 1000
        return figures

    def notes(self) -> list[str]:
        self.stock.shutdown()
        return [
            f"rare search: {self.searched!r}; the stock admin has the same indexes as the portal",
            "the stock admin counts exactly and shows page numbers; the portal counts to 10.000 "
            "and pages by key: a different pagination, not only faster code",
        ]

    def _stock(self, address: str) -> float:
        return self.stock.submit(stock_process.seconds, self.admin.pk, address).result()


def rare_name() -> str:
    """Return a name with a made-up word, quoted for a URL."""
    found = Enterprise.objects.filter(name__regex=r"^\w+ \w+ \w{7,}$").order_by("id")[1000:1001]
    chosen = found[0] if found else Enterprise.objects.order_by("id")[0]
    return "+".join(chosen.name.split())
