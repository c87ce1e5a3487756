"""An id for every request, in its answer, in its line of the access log and in the security log."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from common.web.request_context import answering

REQUEST_ID: Final = "X-Request-Id"


class RequestIdMiddleware:
    """Gives the request an id; one that the client sends is ignored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request) as identity:
            response = self.get_response(request)
        response[REQUEST_ID] = identity
        return response
