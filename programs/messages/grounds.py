"""On what a figure rests, to owners and to officials.

To both its article where somebody read it. Of another figure an owner reads which regulation is
said to hold it and that nobody has verified that; an official also reads where it was found.
"""

from typing import Protocol

from django.utils.translation import gettext as _

from common.law import Cited, citation, source_name


class Grounded(Cited, Protocol):
    """A figure that may be verified, its source, and the regulation to be read for it."""

    @property
    def verified(self) -> bool: ...

    @property
    def source(self) -> str: ...

    @property
    def regulation(self) -> str: ...


def ground_text(row: Grounded) -> str:
    """Return the basis of a verified figure; of another the regulation, and that nobody read it."""
    return citation(row) if row.verified else unverified_text(row.regulation)


def office_ground_text(row: Grounded) -> str:
    """Return the same to officials, with where an unverified figure was found."""
    return citation(row) if row.verified else unverified_text(row.source or row.regulation)


def unverified_text(named: str) -> str:
    """Return by what an unverified figure is stated, and that it is not verified."""
    if named:
        return _("menurut %(source)s, belum diverifikasi") % {"source": source_name(named)}
    return _("belum diverifikasi")


def according_to(named: str) -> str:
    """Return by what an unverified figure is stated, beside a mark; '' where nothing is known."""
    return _("menurut %(source)s") % {"source": source_name(named)} if named else ""
