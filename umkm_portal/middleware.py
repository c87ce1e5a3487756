"""The Content-Security-Policy of the officials' pages; owner pages get theirs from django-csp."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

PREFIX: Final = "/admin/"
_COMMON: Final = (
    "default-src 'none'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STRICT: Final = f"{_COMMON}; script-src 'self'; style-src 'self'"
# The theme's Alpine evaluates expressions and writes styles; nothing foreign is let in.
THEMED: Final = f"{_COMMON}; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"


class AdminCspMiddleware:
    """Our own pages keep to the strict policy (`response.strict_csp`), the theme's cannot."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(PREFIX):
            policy = STRICT if getattr(response, "strict_csp", False) else THEMED
            response.headers.setdefault("Content-Security-Policy", policy)
        return response
