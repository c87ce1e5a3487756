"""Every error response of the API in one shape: `{"errors": [{"code", "field", "message"}]}`."""

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

from common.errors import BUSY_SECONDS, DomainError, InvalidInput, Unavailable

ErrorEntry = dict[str, str | None]


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Handle an exception for DRF; None lets an unknown exception become a 500."""
    if isinstance(exc, DomainError):
        response = _domain_error_response(exc)
    else:
        api_exception = _as_api_exception(exc)
        if api_exception is None:
            return None
        response = _api_exception_response(api_exception)
    set_rollback()
    return response


def _entry(code: str, message: str, field: str | None = None) -> ErrorEntry:
    """Return one entry of `errors`; `field` None means the whole request."""
    return {"code": code, "field": field, "message": message}


def _domain_error_response(exc: DomainError) -> Response:
    if isinstance(exc, InvalidInput):
        entries = [_entry(each.code, str(each.message), each.field) for each in exc.errors]
    else:
        entries = [_entry(exc.code, exc.message, exc.field)]
    wait = exc.params.get("wait", BUSY_SECONDS if isinstance(exc, Unavailable) else None)
    headers = {"Retry-After": str(wait)} if wait is not None else {}
    return Response({"errors": entries}, status=exc.status, headers=headers)


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


def _api_exception_response(exc: exceptions.APIException) -> Response:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(exc.auth_header)  # type: ignore[attr-defined]
    wait = getattr(exc, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait))
    return Response(
        {"errors": list(_flatten(exc.detail, ()))}, status=exc.status_code, headers=headers
    )


def _flatten(detail: Any, path: tuple[str, ...]) -> Iterator[ErrorEntry]:
    """Yield the entries of a nested detail, each with its dotted path: `answers.tenor_months`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = () if name == api_settings.NON_FIELD_ERRORS_KEY else (str(name),)
            yield from _flatten(inner, path + step)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _flatten(inner, (*path, str(position)) if nested and inner else path)
    else:
        code = getattr(detail, "code", None) or "invalid"
        yield _entry(str(code), str(detail), ".".join(path) or None)
