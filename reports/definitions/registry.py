"""The reports by name."""

from django.utils.translation import gettext as _

from common.errors import NotFound
from reports.definitions.applications import APPLICATIONS
from reports.definitions.orders import ORDERS
from reports.definitions.requests import REQUESTS
from reports.selectors.rows import Report

REPORTS: dict[str, Report] = {each.name: each for each in (APPLICATIONS, REQUESTS, ORDERS)}


def report(name: str) -> Report:
    """Return the report `name`; raises NotFound."""
    definition = REPORTS.get(name)
    if definition is None:
        raise NotFound("unknown_report", _("Laporan ini tidak ada."))
    return definition
