"""`Idempotency-Key` on API writes: the same key and body runs once and gets one response."""

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.models import User
from accounts.services import idempotency
from common.errors import InvalidInput, NotFound
from common.identity.crypto import keyed_digest

HEADER = "Idempotency-Key"
_MAX_LENGTH = 200


Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """Decorate a view method that writes, to honour the header of a signed-in person.

    The work and the stored answer are one transaction; an error response is not stored. Private
    values are never stored: on a repeat they come from `view.reread(request, answer)`, which
    returns the object of the stored answer as this person may see it now, or None (then NotFound is
    raised); without the method they are null. Before a repeat is answered, `view.admit` (if it has
    one, called like the handler) raises for whoever may no longer ask. Raises Conflict
    `idempotency_mismatch` or `idempotency_in_progress`.
    """

    @functools.wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None or not isinstance(request.user, User):
            return handler(view, request, *args, **kwargs)
        started = idempotency.begin(request.user, _valid_key(key), request_digest(request))
        if isinstance(started, idempotency.Replayed):
            getattr(view, "admit", _everybody)(request, *args, **kwargs)
            return _replay(view, request, started)
        try:
            with transaction.atomic():
                response = handler(view, request, *args, **kwargs)
                if response.status_code < 400:
                    idempotency.finish(started, response.status_code, _json_values(response.data))
        except BaseException:
            idempotency.abandon(started)
            raise
        if response.status_code >= 400:
            idempotency.abandon(started)
        return response

    return wrapper


def _everybody(*_args: Any, **_kwargs: Any) -> None:
    """Refuse nobody: the view returns nothing that a person may lose access to."""


def request_digest(request: Request) -> str:
    """Return a keyed digest of person, method, address and parsed body, whatever the boundary.

    Keyed, because a body may hold a NIK, and there are few enough of those to try them all on a
    plain hash. The person is part of it, so that nobody can confirm a guess at another's body.
    """
    digest = keyed_digest(purpose="idempotency")
    digest.update(f"{request.user.pk} {request.method} {request.get_full_path()}\n".encode())
    data = request.data
    if not isinstance(data, QueryDict):
        digest.update(json.dumps(data, sort_keys=True, cls=JSONEncoder).encode())
        return digest.hexdigest()
    for name in sorted(data):
        for value in data.getlist(name):
            content = _file_digest(value) if isinstance(value, UploadedFile) else value
            digest.update(json.dumps([name, content]).encode())
    return digest.hexdigest()


def _file_digest(upload: "UploadedFile[Any]") -> list[str | None]:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return [upload.name, digest.hexdigest()]


def _replay(view: Any, request: Request, replayed: idempotency.Replayed) -> Response:
    reread = getattr(view, "reread", None)
    fresh = _json_values(reread(request, replayed.answer)) if callable(reread) else None
    if callable(reread) and fresh is None:
        # What this person may no longer see is not repeated either.
        raise NotFound("not_found", _("Tidak ditemukan."))
    return Response(idempotency.restore(replayed.answer, fresh), status=replayed.status)


def _valid_key(key: str) -> str:
    if not 0 < len(key) <= _MAX_LENGTH or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            "invalid_idempotency_key",
            _("Kunci harus 1 sampai 200 huruf atau angka."),
            field=HEADER,
        )
    return key


def _json_values(data: Any) -> Any:
    return json.loads(json.dumps(data, cls=JSONEncoder))
