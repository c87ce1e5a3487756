"""Pages that have an address in each language: `/katalog/` and `/en/catalogue/`.

The address decides the language, whatever the cookie says: a link that a buyer gets or a search
engine keeps shows everyone the same.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

View = Callable[..., HttpResponse]
ENGLISH: Final = "-english"


def page_url(name: str, *args: Any, language: str = "") -> str:
    """Return the path of a page in a language, by default the active one."""
    is_english = (language or translation.get_language() or "").startswith("en")
    return reverse(f"{name}{ENGLISH}" if is_english else name, args=args)


def in_its_language(view: View) -> View:
    """Show the page in the `language` of its address, which the URL configuration passes."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponse:
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language
        return response

    return shown


def alternates(name: str, *args: Any, query: str = "") -> dict[str, Any]:
    """Return what a page's head and the switch of languages need: the page in both languages."""
    paths = {
        language: page_url(name, *args, language=language) + (f"?{query}" if query else "")
        for language in ("id", "en")
    }
    here = "en" if (translation.get_language() or "").startswith("en") else "id"
    other = "id" if here == "en" else "en"
    return {
        "alternates": [(each, f"{settings.PORTAL_URL}{path}") for each, path in paths.items()],
        "canonical": f"{settings.PORTAL_URL}{paths[here]}",
        "other_language_path": paths[other],
    }
