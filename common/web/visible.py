"""What people send to pages, without invisible characters: searches, filters, forms."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict

from common.text.typed import visible

# Passwords and signatures must stay exactly as they were sent.
_AS_TYPED: Final = ("password", "csrfmiddlewaretoken")
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
Handler = Callable[[HttpRequest], HttpResponse]


class VisibleTextMiddleware:
    """Cleans every text of a query string and of a form before any view judges it.

    Two spellings that look alike are then one name, one number, one mailbox. Bodies of the API are
    cleaned by their parser (`common.api.parsing`). Must come after the check of CSRF, which reads
    the form as well.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = visible_data(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        # A view without the check of CSRF reads its body itself.
        if request.content_type in _FORMS and not getattr(view, "csrf_exempt", False):
            request.POST = visible_data(request.POST)  # type: ignore[assignment]


def visible_data(data: QueryDict) -> QueryDict:
    """Return the same data with the visible form of texts; unchanged data is returned as is."""
    changed = {
        name: [visible(text) for text in texts]
        for name, texts in data.lists()
        if not _is_as_typed(name) and any(visible(text) != text for text in texts)
    }
    if not changed:
        return data
    cleaned = data.copy()
    for name, texts in changed.items():
        cleaned.setlist(name, texts)
    cleaned._mutable = False
    return cleaned


def _is_as_typed(name: str) -> bool:
    return any(word in name for word in _AS_TYPED)
