"""How a regulation is cited, in the reader's language."""

import re
from typing import Final, Protocol

from django.utils.translation import gettext

from common.text.marking import gettext_noop

# Sources that are described rather than named: a regulation keeps its name in every language.
DESCRIBED: Final = frozenset(
    {
        gettext_noop("Standar pelayanan dinas"),
        gettext_noop("Kebijakan portal"),
        gettext_noop("Formulir proposal LPDB (laman)"),
        gettext_noop("Kriteria LPDB (laman tahun 2021)"),
        gettext_noop("Produk LPDB (laman)"),
        gettext_noop("Tarif LPDB 2017–2019"),
        gettext_noop("Tarif PNBP DJKI"),
        gettext_noop("Juknis PLUT-KUMKM"),
        gettext_noop("Keputusan 1030/2023 (instansi penerbit SKA)"),
        gettext_noop("Ketentuan SVLK/S-Legalitas Kementerian Kehutanan"),
    }
)
# The parts of a regulation, as its articles are counted.
_PARTS: Final = {
    "Pasal": gettext_noop("Pasal"),
    "ayat": gettext_noop("ayat"),
    "huruf": gettext_noop("huruf"),
    "dan": gettext_noop("dan"),
}
_PART: Final = re.compile(rf"\b({'|'.join(_PARTS)})\b")


class Cited(Protocol):
    """Anything that is based on a regulation."""

    @property
    def legal_basis(self) -> str: ...

    @property
    def article(self) -> str: ...


def citation(row: Cited) -> str:
    """Return regulation and article, as far as they are known: "UU 20/2008, Pasal 6"."""
    return cite(row.legal_basis, row.article)


def cite(legal_basis: str, article: str) -> str:
    """Return both in one line; either may be empty."""
    return ", ".join(part for part in (source_name(legal_basis), article_text(article)) if part)


def source_name(legal_basis: str) -> str:
    """Return the name of a source, translated where it is described rather than named."""
    return gettext(legal_basis) if legal_basis in DESCRIBED else legal_basis


def sources_text(sources: str) -> str:
    """Return sources that semicolons separate, each with its articles: "UU 27/2022 Pasal 24"."""
    return "; ".join(article_text(source_name(each)) for each in sources.split("; "))


def article_text(article: str) -> str:
    """Return an article with its parts named in the reader's language."""
    return _PART.sub(lambda found: gettext(_PARTS[found[0]]), article)
