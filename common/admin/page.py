"""The officials' own pages: no theme, no inline script or style, so the strict policy applies."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse


def backoffice_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> TemplateResponse:
    """Render a page outside the admin theme, under the strict Content-Security-Policy."""
    response = TemplateResponse(request, template, dict(context), status=status)
    response.strict_csp = True  # type: ignore[attr-defined]
    return response
