"""How sources are cited, also for English readers."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from common.law.citation import DESCRIBED, cite, source_name, sources_text
from tests.architecture.source import ROOT

# A regulation is named by its rank and number, a programme of a year by its name.
NAMED = re.compile(r"(UU|PP|PMK|Perpres|Permen\w*|Kepkaban|Peraturan|SEHATI)\b.* ?\d+(/\d+)?$")


def test_articles_read_in_both_languages() -> None:
    article = "Pasal 35 ayat (5) huruf b"
    assert cite("PP 7/2021", article) == "PP 7/2021, Pasal 35 ayat (5) huruf b"
    assert cite("", "") == ""
    with translation.override("en"):
        assert cite("PP 7/2021", article) == "PP 7/2021, Article 35 paragraph (5) letter b"
        assert cite("UU 1/2026", "Pasal 30, 32, dan 41") == "UU 1/2026, Article 30, 32, and 41"
        assert sources_text("UU 27/2022 Pasal 24; UU 43/2009") == (
            "UU 27/2022 Article 24; UU 43/2009"
        )


def test_a_source_that_is_described_is_translated_and_a_name_stays() -> None:
    with translation.override("en"):
        assert source_name("Standar pelayanan dinas") == "The office's service standard"
        assert source_name("Permenko Perekonomian 1/2026") == "Permenko Perekonomian 1/2026"
        assert not {each for each in DESCRIBED if source_name(each) == each}


def test_every_source_of_the_data_is_a_name_or_translated() -> None:
    found = {
        source
        for path in (*ROOT.glob("*/data/**/*.toml"), *ROOT.glob("*/retention.toml"))
        for value in sources_in(tomllib.loads(path.read_text(encoding="utf-8")), path)
        for source in value.split("; ")
    }
    assert len(found) > 20
    untold = {each for each in found - DESCRIBED if not NAMED.fullmatch(each)}
    assert untold == set()


def sources_in(value: Any, path: Path) -> Iterator[str]:
    """Yield every source that a data file names."""
    if isinstance(value, list):
        for each in value:
            yield from sources_in(each, path)
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "legal_basis" or (name == "basis" and path.stem == "retention"):
                yield inner
            yield from sources_in(inner, path)
