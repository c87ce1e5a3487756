"""Responses that a browser saves as a file."""

from typing import TypeVar

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from common.files.export_formats import ExportFormat

Response = TypeVar("Response", bound=HttpResponseBase)


def as_download(
    response: Response, name: str, file_format: ExportFormat, *, cache_control: str = ""
) -> Response:
    """Set the headers by which a browser saves the response as `name`.`file_format`.

    `name` holds letters, digits and dashes only: it goes into the header as it is. Without
    `cache_control` that header is left to the middleware. Every table that leaves the portal passes
    here, so what `settings.ON_DOWNLOAD` names is called with the file's name.
    """
    import_string(settings.ON_DOWNLOAD)(f"{name}.{file_format}")
    response["Content-Type"] = file_format.content_type
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    if cache_control:
        response["Cache-Control"] = cache_control
    return response
