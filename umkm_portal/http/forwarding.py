"""What proxies report about the original request: trusted only for the configured number."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from common.web.client_address import forwarded

_HEADERS: Final = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class ForwardedHeadersMiddleware:
    """Reduces X-Forwarded-Proto and -Host to what the trusted proxies wrote, or nothing.

    Must come before everything that asks for the scheme or the host; Django would trust the first
    entry, which a client can write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in _HEADERS:
            written = request.META.pop(name, "")
            if entry := forwarded(written):
                request.META[name] = entry
        return self.get_response(request)
