"""`Idempotency-Key` on API writes: the same key and body is done once and answered alike."""

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import User
from accounts.services import idempotency
from common.errors import InvalidInput
from common.identity.crypto import keyed_digest

HEADER = "Idempotency-Key"
_MAX_LENGTH = 200


class Rereading(Protocol):
    """A view whose stored answers lack private values may make the answer anew."""

    def reread(self, request: Request, answer: Any) -> Any:
        """The object of the stored `answer` as this person may see it now, or None."""


Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """For a view method that writes: honours the header of a signed-in person.

    The work and the stored answer are one transaction. A refusal is not kept. Values that must not
    be stored are taken from `view.reread(request, answer)` on a repeat, or are null without it.
    Raises Conflict `idempotency_mismatch` or `idempotency_in_progress`.
    """

    @functools.wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None or not isinstance(request.user, User):
            return handler(view, request, *args, **kwargs)
        begun = idempotency.begin(request.user, _checked(key), request_digest(request))
        if isinstance(begun, idempotency.Replayed):
            return _replay(view, request, begun)
        try:
            with transaction.atomic():
                response = handler(view, request, *args, **kwargs)
                if response.status_code < 400:
                    idempotency.finish(begun, response.status_code, _plain(response.data))
        except BaseException:
            idempotency.abandon(begun)
            raise
        if response.status_code >= 400:
            idempotency.abandon(begun)
        return response

    return wrapper


def request_digest(request: Request) -> str:
    """Keyed digest of person, method, address and parsed body; boundaries make no difference.

    A body may hold a NIK, and of those there are few enough to try them all on a plain hash. The
    person is part of it, so that nobody finds out another's body by sending the same one.
    """
    found = keyed_digest(purpose="idempotency")
    found.update(f"{request.user.pk} {request.method} {request.get_full_path()}\n".encode())
    data = request.data
    if not isinstance(data, QueryDict):
        found.update(json.dumps(data, sort_keys=True, cls=JSONEncoder).encode())
        return found.hexdigest()
    for name in sorted(data):
        for value in data.getlist(name):
            content = _file_digest(value) if isinstance(value, UploadedFile) else value
            found.update(json.dumps([name, content]).encode())
    return found.hexdigest()


def _file_digest(upload: "UploadedFile[Any]") -> list[str | None]:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return [upload.name, found.hexdigest()]


def _replay(view: Any, request: Request, begun: idempotency.Replayed) -> Response:
    reread = getattr(view, "reread", None)
    fresh = _plain(reread(request, begun.answer)) if callable(reread) else None
    return Response(idempotency.restore(begun.answer, fresh), status=begun.status)


def _checked(key: str) -> str:
    if not 0 < len(key) <= _MAX_LENGTH or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            "invalid_idempotency_key",
            _("Kunci harus 1 sampai 200 huruf atau angka."),
            field=HEADER,
        )
    return key


def _plain(data: Any) -> Any:
    return json.loads(json.dumps(data, cls=JSONEncoder))
