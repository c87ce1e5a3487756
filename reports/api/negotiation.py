"""The query parameter `format` chooses the file; `Accept` is asked only without it."""

from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.errors import InvalidInput
from common.files.formats import ExportFormat

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted_format(request: Request) -> str:
    """`csv` or `xlsx`; CSV when the caller does not say. Raises InvalidInput for another."""
    asked = request.query_params.get("format")
    if asked is None:
        return ExportFormat.XLSX if _XLSX in request.headers.get("Accept", "") else ExportFormat.CSV
    if asked not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    return asked
