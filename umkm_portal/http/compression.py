"""Compression of pages and data, except what is compressed already."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from common.files.export_formats import ExportFormat

_COMPRESSED: Final = frozenset(
    {
        "application/pdf",
        "application/zip",
        "image/jpeg",
        "image/png",
        "image/webp",
        # A ZIP archive too.
        ExportFormat.XLSX.content_type,
    }
)


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text; a photo, a PDF and an archive keep their length and cost no time."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "") in _COMPRESSED:
            return response
        return super().process_response(request, response)
