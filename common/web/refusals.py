"""Refusals of the services as error pages."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from common.errors import (
    BUSY_SECONDS,
    DomainError,
    NotFound,
    NotPermitted,
    TooManyRequests,
    Unavailable,
)

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def refusals_as_pages(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Turn NotFound into the 404 page and NotPermitted into the 403 page."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except NotPermitted as error:
            raise PermissionDenied from error

    return guarded


def too_many(page: HttpResponse, error: TooManyRequests) -> HttpResponse:
    """Return the page as 429, with the time to wait when the error knows it."""
    page.status_code = error.status
    if "wait" in error.params:
        page["Retry-After"] = str(error.params["wait"])
    return page


def refused_file(page: HttpResponse, error: DomainError) -> HttpResponse:
    """Return the page with the status of the refusal, and when to try again while all is busy."""
    page.status_code = error.status
    if isinstance(error, Unavailable):
        page["Retry-After"] = str(BUSY_SECONDS)
    return page
