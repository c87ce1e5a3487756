"""What proxies report of the original request: believed as far as they are counted."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from common.web.client_address import forwarded

_HEADERS: Final = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class ForwardedHeadersMiddleware:
    """Leaves of X-Forwarded-Proto and -Host what the trusted proxies wrote, or nothing.

    Must come before everything that asks for the scheme or the host; Django would believe the
    first entry, which a client can write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in _HEADERS:
            written = request.META.pop(name, "")
            if entry := forwarded(written):
                request.META[name] = entry
        return self.get_response(request)
