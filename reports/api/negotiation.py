"""The query parameter `format` chooses the file; `Accept` counts only without it."""

from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.errors import InvalidInput
from common.files.export_formats import ExportFormat


def requested_format(request: Request) -> ExportFormat:
    """Return `csv` or `xlsx`, by default CSV; raises InvalidInput for another format."""
    wanted = request.query_params.get("format")
    if wanted is None:
        is_xlsx = ExportFormat.XLSX.content_type in request.headers.get("Accept", "")
        return ExportFormat.XLSX if is_xlsx else ExportFormat.CSV
    if wanted not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    return ExportFormat(wanted)
