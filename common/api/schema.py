"""Descriptions of endpoints in OpenAPI: every answer they may give, errors included."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

F = TypeVar("F", bound=Callable[..., Any])

_MEANINGS: Mapping[int, str] = {
    400: "The input is wrong; one entry per fault.",
    401: "No or unknown key.",
    403: "Known, but not allowed to do this.",
    404: "There is no such thing, or you may not know of it.",
    409: "It has changed meanwhile, or would break what must be unique.",
    413: "Too many bytes.",
    414: "The address with its query is longer than 4094 bytes: the web server's own page.",
    415: "A content type or kind of file that is not accepted.",
    423: "A virus scanner has yet to look at the file, or found it dangerous.",
    429: "Too many requests.",
    503: "Too busy at this moment; try again.",
    507: "There is no room left; nothing of it was kept.",
}
_ALWAYS = (400, 401, 429)
_WRITING = (403, 409, 413, 415)
_FORMAT = OpenApiParameter("format", str, description="Wins over the Accept header.", enum=["json"])
_IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    location=OpenApiParameter.HEADER,
    description="The same key and body gives the same answer; another body is a conflict.",
)


class FaultSerializer(serializers.Serializer[Any]):
    """One thing that is wrong."""

    code = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class ErrorsSerializer(serializers.Serializer[Any]):
    """The content of every error answer."""

    errors = FaultSerializer(many=True)  # type: ignore[assignment]


def endpoint(
    *,
    answers: Mapping[Any, Any],
    summary: str,
    body: Any = None,
    query: Sequence[Any] = (),
    errors: Sequence[int] = (),
    public: bool = False,
    writes: bool = False,
    operation: str | None = None,
) -> Callable[[F], F]:
    """Describe one method of a view; 400, 401, 414 and 429 belong to every one.

    `writes` adds the idempotency key and the errors of a write.
    """
    codes = {*errors, *(_WRITING if writes else ()), *(() if public else (403,))}
    parameters = [_FORMAT, *query, *([_IDEMPOTENCY_KEY] if writes else [])]
    return extend_schema(
        summary=summary,
        operation_id=operation,
        request=body,
        responses={**answers, **refusals(*codes)},
        parameters=parameters,
    )


def refusals(*codes: int) -> dict[Any, OpenApiResponse]:
    """Return the error answers of an operation: `codes`, and always 400, 401, 414 and 429."""
    described: dict[Any, OpenApiResponse] = {
        code: OpenApiResponse(ErrorsSerializer, description=_MEANINGS[code])
        for code in sorted({*_ALWAYS, *codes})
    }
    # Such a request never reaches the portal, whose errors are JSON.
    described[414, "text/html"] = OpenApiResponse(OpenApiTypes.STR, description=_MEANINGS[414])
    return described


def page_of(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return the serializer of a page of `row`."""
    name = row.__name__.removesuffix("Serializer")
    fields: dict[str, Any] = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
        "__module__": row.__module__,
        "__doc__": "One page; the neighbours as whole addresses.",
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)
