"""Documents: links lead somewhere, every app says what it is, settings are explained."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import (
    ROOT,
    apps,
    called,
    calls,
    files,
    name_of,
    none_of,
    python_files,
    text,
)

LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PAGES = tuple(p for p in files() if p.suffix == ".md")
README_LINES = 20
README_PARTS = ("Owns", "Does not own", "May import", "Entry points")
ENVIRONMENT = re.compile(r"[A-Z][A-Z0-9_]{3,}")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    own = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    none_of([link for link in own if not (page.parent / link).exists()])


@pytest.mark.parametrize("app", apps())
def test_app_says_what_it_is(app: str) -> None:
    lines = (ROOT / app / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= README_LINES
    none_of([part for part in README_PARTS if not any(part in line for line in lines)])


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    none_of([p.name for p in sorted(folder.glob("0*.md")) if p.name not in index])


def test_every_environment_variable_is_explained() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = {
        name
        for path in python_files()
        if path.is_relative_to(ROOT / "umkm_portal") or path.is_relative_to(ROOT / "operations")
        for call in calls(path)
        if called(call) in {"value", "flag", "key", "get"}
        and call.args
        and (name := text(call.args[0]))
        and ENVIRONMENT.fullmatch(name)
    }
    none_of({name for name in read if f"`{name}`" not in guide})
