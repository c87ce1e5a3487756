"""The API is not redirected to HTTPS: a program would keep sending its key unencrypted."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from umkm_portal.http.errors import https_required

_PREFIX: Final = "/api/"


class HttpsApiMiddleware:
    """Refuses plain requests to the API where HTTPS holds; pages are redirected by Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_plain = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if is_plain and request.path.startswith(_PREFIX):
            return https_required(request)
        return self.get_response(request)
