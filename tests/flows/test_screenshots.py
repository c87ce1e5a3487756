"""The pictures of README.md, drawn from the demo at fixed sizes on a fixed day.

`SCREENSHOTS` names the folder they are saved in. Without it nothing is saved: the pages are opened
and must show what README says.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from applications.models import Application
from demo.loading import load_demo
from demo.people import DEMO_PEOPLE
from programs.enums import State
from supply.enums import PlanState
from supply.models import PlanRun
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
FOLDER = "docs/screenshots"
# A Wednesday with no holiday before it that would move the demo's days.
MOMENT = "2026-11-25T10:12:00+07:00"


@dataclass(frozen=True)
class Picture:
    """One picture: who looks at which page, at what size, and what has to be on it."""

    name: str
    person: str
    path: Callable[[], str]
    shows: tuple[str, ...]
    width: int
    height: int


def _draft() -> str:
    draft = Application.objects.get(state=State.DRAFT, enterprise__name="Mebel Jati Rukun")
    return f"/pengajuan/{draft.pk}/"


def _corrected_file() -> str:
    corrected = Application.objects.get(
        scheme__code="kur-mikro", enterprise__name="Lulur Kenanga Wangi"
    )
    return f"/admin/applications/application/{corrected.pk}/change/"


def _plan() -> str:
    plan = PlanRun.objects.filter(state=PlanState.DONE, is_repair=False).earliest("asked_at", "pk")
    return f"/ekspor/pesanan/{plan.order.uid}/rencana/{plan.number}/"


PICTURES = (
    Picture(
        "owner-home-360", "pemilik1", lambda: "/", ("Mebel Jati Rukun", "Giliran Anda"), 360, 740
    ),
    Picture("programmes-360", "", lambda: "/program/", ("KUR Mikro", "SPP-IRT"), 360, 740),
    Picture(
        "owner-tasklist-360",
        "pemilik1",
        _draft,
        ("Pelatihan siap ekspor", "Dokumen"),
        360,
        740,
    ),
    Picture(
        "queue-1280",
        "verifikator",
        lambda: "/admin/",
        ("Kerupuk Ikan Kenjeran", "terlambat"),
        1280,
        800,
    ),
    Picture(
        "file-1280",
        "verifikator",
        _corrected_file,
        ("Lulur Kenanga Wangi", "Jawaban", "Dokumen", "Memenuhi syarat", "Tindakan"),
        1280,
        900,
    ),
    Picture("catalogue-1280", "", lambda: "/katalog/", ("Katalog ekspor",), 1280, 1000),
    Picture(
        "plan-1280",
        "eksportir",
        _plan,
        ("termurah, terbukti", "Siapa membuat berapa setiap pekan"),
        1280,
        1200,
    ),
)


def test_readme_shows_these_pictures() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(rf"\]\({FOLDER}/([a-z0-9-]+)\.png\)", readme)
    assert sorted(shown) == sorted(picture.name for picture in PICTURES)
    assert sorted(path.stem for path in (ROOT / FOLDER).iterdir()) == sorted(shown)


@pytest.mark.exhaustive
def test_pages_of_the_pictures_show_what_readme_says(browser: Browser, live_server: Any) -> None:
    passwords = {person.email.partition("@")[0]: person.password for person in DEMO_PEOPLE}
    with time_machine.travel(MOMENT):
        load_demo()
        for picture in PICTURES:
            visitor = Visitor(browser, live_server.url)
            visitor.page.set_viewport_size({"width": picture.width, "height": picture.height})
            if picture.person:
                visitor.sign_in(f"{picture.person}@umkm.example", passwords[picture.person])
            visitor.open(picture.path())
            said = visitor.text().lower()
            assert [text for text in picture.shows if text.lower() not in said] == [], picture.name
            assert visitor.faults == []
            if folder := os.environ.get("SCREENSHOTS"):
                visitor.page.wait_for_load_state("networkidle")
                path = ROOT / folder / f"{picture.name}.png"
                visitor.page.screenshot(path=path, animations="disabled")
