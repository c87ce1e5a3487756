"""Words that a page uses and not everyone knows, with their meaning."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from common.files.toml_rows import toml_rows

_FILE = Path(__file__).resolve().parents[1] / "data" / "terms.toml"


@dataclass(frozen=True)
class Term:
    """One word in full and its meaning, in the reader's language."""

    full: str
    means: str


def terms_in(texts: Iterable[str]) -> list[Term]:
    """Return the terms that occur in any of the texts, in the order of the file."""
    text = "\n".join(str(each) for each in texts)
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return [
        Term(row[f"full_{language}"], row[f"means_{language}"])
        for pattern, row in _rows()
        if pattern.search(text)
    ]


@cache
def _rows() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    rows = toml_rows(_FILE, "term")
    return tuple(
        (re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, row['words']))})(?!\w)"), row)
        for row in rows
    )
