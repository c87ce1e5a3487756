"""Query strings, validated like any other input."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from common.api.parsing import is_storable
from common.lists.paging import Page

PAGE_SIZE = 50


class PageQuery(serializers.Serializer[Any]):
    """The parameters of every list."""

    cursor = serializers.CharField(
        required=False, max_length=1000, help_text="From `next` or `previous` of another page."
    )


def read_query(request: Request, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Return the validated query; raises ValidationError with one entry per bad parameter."""
    data = {name: request.query_params[name] for name in request.query_params}
    if not all(is_storable(text) for pair in data.items() for text in pair):
        raise ParseError
    query = serializer(data=data)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def page_answer(request: Request, page: Page[Any], results: Any) -> dict[str, Any]:
    """Return `next` and `previous` as absolute URLs that keep the filters, and `results`."""
    return {
        "next": _url(request, page.next),
        "previous": _url(request, page.previous),
        "results": results,
    }


def _url(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
