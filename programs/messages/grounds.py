"""What a figure is based on, for owners and for officials.

Both see its article where a person has read it. For another figure an owner reads which regulation
is said to contain it and that nobody has verified that; an official also reads where it was found.
"""

from typing import Protocol

from django.utils.translation import gettext as _

from common.law.citation import Cited, citation, source_name


class Grounded(Cited, Protocol):
    """A figure that may be verified, its source, and the regulation to be read for it."""

    @property
    def verified(self) -> bool: ...

    @property
    def source(self) -> str: ...

    @property
    def regulation(self) -> str: ...


def ground_text(row: Grounded) -> str:
    """Return the basis of a verified figure; else the regulation, and that nobody read it."""
    return citation(row) if row.verified else unverified_text(row.regulation)


def office_ground_text(row: Grounded) -> str:
    """Return the same for officials, with where an unverified figure was found."""
    return citation(row) if row.verified else unverified_text(row.source or row.regulation)


def unverified_text(named: str) -> str:
    """Return the regulation that an unverified figure cites, and that it is not verified."""
    if named:
        return _("menurut %(source)s, belum diverifikasi") % {"source": source_name(named)}
    return _("belum diverifikasi")


def according_to(named: str) -> str:
    """Return the regulation that an unverified figure cites, beside a mark; '' if unknown."""
    return _("menurut %(source)s") % {"source": source_name(named)} if named else ""
