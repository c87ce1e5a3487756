"""What came of an application: documents of the app above (settings.APPLICATION_PERMITS)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from applications.models import Application


@dataclass(frozen=True)
class PermitRow:
    """One document; `issued_here` tells what an office issued from what it only recorded."""

    id: int
    kind: str
    number: str
    status: str
    issued_here: bool


def permit_rows_of(application: Application) -> Sequence[PermitRow]:
    """Return the documents that were issued or recorded of the application, the oldest first."""
    rows: Sequence[PermitRow] = import_string(settings.APPLICATION_PERMITS)(application)
    return rows
