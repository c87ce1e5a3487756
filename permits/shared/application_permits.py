"""The documents that came of an application (settings.APPLICATION_PERMITS)."""

from collections.abc import Sequence

from applications.models import Application
from applications.selectors.permits import PermitRow
from permits.selectors.permits import permits_of


def permit_rows(application: Application) -> Sequence[PermitRow]:
    """Return what was issued or recorded of the application, the oldest first."""
    return [
        PermitRow(each.pk, each.kind, each.number, each.status, each.issued_here)
        for each in permits_of(application).only("kind", "number", "status", "issued_here")
    ]
