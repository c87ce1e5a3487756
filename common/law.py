"""How a regulation is cited. Pure."""

from typing import Protocol


class Cited(Protocol):
    """Anything that rests on a regulation."""

    @property
    def legal_basis(self) -> str: ...

    @property
    def article(self) -> str: ...


def citation(row: Cited) -> str:
    """Return regulation and article, as far as they are known: "UU 20/2008, Pasal 6"."""
    return cite(row.legal_basis, row.article)


def cite(legal_basis: str, article: str) -> str:
    """Return both in one line; either may be empty."""
    return ", ".join(part for part in (legal_basis, article) if part)
