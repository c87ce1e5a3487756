"""The request that is being answered, for code that records what happened in it.

Services take no request; what they write to the security log still says from which address it came
and under which request id.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest

_CURRENT: Final[ContextVar[HttpRequest | None]] = ContextVar("current_request", default=None)
_IDENTITY: Final = "portal_request_id"


@contextmanager
def answering(request: HttpRequest) -> Iterator[str]:
    """Make `request` the current one under a new id, which is returned.

    The log does not mask an id of this form.
    """
    identity = str(uuid.uuid4())
    setattr(request, _IDENTITY, identity)
    token = _CURRENT.set(request)
    try:
        yield identity
    finally:
        _CURRENT.reset(token)


def current_request() -> HttpRequest | None:
    """Return the request that is being answered, None in tasks and commands."""
    return _CURRENT.get()


def current_request_id() -> str:
    """Return the id of the request that is being answered, '' in tasks and commands."""
    request = _CURRENT.get()
    return str(getattr(request, _IDENTITY, "")) if request is not None else ""
