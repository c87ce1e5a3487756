"""Documents: links lead somewhere, every app says what it is, settings are explained."""

import re
from pathlib import Path

import pytest
from django.apps import apps as registry

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


def test_updates_have_their_time() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = guide.split("\n## Updates\n")[1].split("\n## ")[0]
    days = [int(found) for found in re.findall(r"^\|.*\| (\d+) days \|$", section, re.MULTILINE)]
    assert days == [2, 7, 30, 90]


def test_every_table_has_a_level_of_protection() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    levels = re.findall(r"^\| \*\*(\w+)\*\* \|", page, re.MULTILINE)
    rows = re.findall(r"^\| `([\w.]+)` \| (\w+) \|", page, re.MULTILINE)
    # The history of a table has the level of the table; libraries' own tables without people have
    # nothing to protect.
    ours = {
        model._meta.label
        for model in registry.get_models()
        if not hasattr(model, "pgh_tracked_model")
        and model._meta.app_label not in {"contenttypes", "pghistory", "auth", "sessions"}
    }
    assert sorted(label for label, _level in rows) == sorted(ours)
    none_of([label for label, level in rows if level not in levels])
    none_of(
        [
            label
            for label, level in rows
            if level not in ("secret", "sensitive")
            and any(f.name.endswith("_cipher") for f in registry.get_model(label)._meta.fields)
        ]
    )
