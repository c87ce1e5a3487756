"""Every refusal of the API in one shape: `{"errors": [{"code", "field", "message"}]}`."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from common.errors import DomainError, InvalidInput, TooMany

Fault = dict[str, str | None]


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None leaves an unknown exception to become a 500."""
    if isinstance(exc, DomainError):
        answer = _domain(exc)
    else:
        known = _as_api_exception(exc)
        if known is None:
            return None
        answer = _api(known)
    set_rollback()
    return answer


def fault(code: str, message: str, field: str | None = None) -> Fault:
    """One entry of `errors`; `field` None means the whole request."""
    return {"code": code, "field": field, "message": message}


def _domain(exc: DomainError) -> Response:
    if isinstance(exc, InvalidInput):
        faults = [fault(each.code, str(each.message), each.field) for each in exc.errors]
    else:
        faults = [fault(exc.code, exc.message, exc.field)]
    headers = {}
    if isinstance(exc, TooMany) and "wait" in exc.params:
        headers["Retry-After"] = str(exc.params["wait"])
    return Response({"errors": faults}, status=exc.status, headers=headers)


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, DjangoValidationError):
        return exceptions.ValidationError(as_serializer_error(exc))
    if isinstance(exc, RequestDataTooBig):
        return _TooLargeError()
    return None


class _TooLargeError(exceptions.APIException):
    status_code = 413
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("Permintaan terlalu besar."))


def _api(exc: exceptions.APIException) -> Response:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(exc.auth_header)  # type: ignore[attr-defined]
    wait = getattr(exc, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait))
    return Response(
        {"errors": list(_flat(exc.detail, ()))}, status=exc.status_code, headers=headers
    )


def _flat(detail: Any, path: tuple[str, ...]) -> Iterator[Fault]:
    """Faults of a nested detail, each with its dotted path such as `answers.tenor_months`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = () if name == api_settings.NON_FIELD_ERRORS_KEY else (str(name),)
            yield from _flat(inner, path + step)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _flat(inner, (*path, str(position)) if nested and inner else path)
    else:
        code = getattr(detail, "code", None) or "invalid"
        yield fault(str(code), str(detail), ".".join(path) or None)
