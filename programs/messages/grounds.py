"""On what a figure rests: its article where somebody read it, else where it was found."""

from typing import Protocol

from django.utils.translation import gettext as _

from common.law import Cited, citation


class Grounded(Cited, Protocol):
    """A figure that may be verified, and its source."""

    @property
    def verified(self) -> bool: ...

    @property
    def source(self) -> str: ...


def ground_text(row: Grounded) -> str:
    """Return the basis of a verified figure; of another its source, and that it is not verified."""
    if row.verified:
        return citation(row)
    if row.source:
        return _("menurut %(source)s, belum diverifikasi") % {"source": row.source}
    return _("belum diverifikasi")


def according_to(source: str) -> str:
    """Return by whom an unverified figure is stated; '' where nobody is known."""
    return _("menurut %(source)s") % {"source": source} if source else ""
