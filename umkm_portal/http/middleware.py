"""Middleware: users in the history of the law, caching, unreadable requests."""

from collections.abc import Callable
from typing import Final

import pghistory
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from umkm_portal.http.errors import bad_request

PREFIX: Final = "/admin/"
Handler = Callable[[HttpRequest], HttpResponse]


class LawHistoryMiddleware:
    """Records the official in the history of the law; the loader writes without a user."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)


class PrivateCacheMiddleware:
    """Forbids caching of responses to signed-in people, unless a view sets Cache-Control."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and _is_private(request):
            response["Cache-Control"] = "private, no-store"
        return response


class ReadableRequestMiddleware:
    """Answers 413 to bodies past every limit, before they are read, and 400 to NUL in an address.

    Must come after the language, which the page needs, and before anything that reads the body.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.REQUEST_MAX_BYTES and _is_too_long(request):
            return bad_request(request, RequestDataTooBig("more than a document"))
        if _has_nul(request):
            return bad_request(request, BadRequest("NUL"))
        return self.get_response(request)


def _is_private(request: HttpRequest) -> bool:
    """Tell whether the person came with a session or, since DRF sets the user, with a token.

    A visitor's session counts too: finding out whose it is would cost two queries per response.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return True
    user = getattr(request, "user", None)
    return not isinstance(user, SimpleLazyObject) and getattr(user, "is_authenticated", False)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _is_too_long(request: HttpRequest) -> bool:
    """Tell whether the body is too long here: a few URLs accept more, from officials only."""
    allowed = settings.REQUEST_MAX_BYTES_AT.get(request.path_info, 0)
    return _length(request) > allowed or not getattr(get_user(request), "is_staff", False)


def _has_nul(request: HttpRequest) -> bool:
    texts = [request.path_info]
    for key, values in request.GET.lists():
        texts += [key, *values]
    return any("\0" in text for text in texts)
