"""The pages of small reports, which have no filters: the whole table, and its files."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import NotPermitted
from common.files.export_formats import ExportFormat
from reports.definitions.registry import REPORTS
from reports.selectors.rows import Report
from reports.services import exports

# They have a row for each year and result.
_MOST: Final = 500


@require_safe
def report_page(request: HttpRequest, context: dict[str, Any], small_report: str) -> HttpResponse:
    """Show a report whole, with links to its files; 404 for one that is not small."""
    user = current_user(request)
    try:
        exports.authorise(user)
    except NotPermitted as error:
        raise PermissionDenied(str(error.message)) from error
    report = REPORTS.get(small_report)
    if report is None or not report.is_small:
        raise Http404
    if not report.opens_to(user):
        raise PermissionDenied
    address = reverse("api-report", args=[small_report])
    rows = report.selection(user, report.clean({}))[:_MOST]
    shown = {
        "title": report.title,
        "headings": [(column.type, str(column.heading)) for column in report.columns],
        "rows": [list(zip(report.types(), row, strict=True)) for row in rows],
        "files": [(label, f"{address}?format={key}") for key, label in ExportFormat.choices],
    }
    return backoffice_page(request, "admin/laporan_utuh.html", {**context, **shown})


def links_to_small_reports(user: User) -> list[tuple[str, str]]:
    """Return title and address of the small reports that the person may read."""
    return [
        (str(each.title), reverse("admin:reports_report", args=[each.name]))
        for each in _small()
        if each.opens_to(user)
    ]


def _small() -> list[Report]:
    return [each for each in REPORTS.values() if each.is_small]
