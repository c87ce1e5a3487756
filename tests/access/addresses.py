"""Every address there is, found by walking what Django resolves, not by remembering."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Addresses written as expressions, as a person would type them.
_AS_TYPED = {
    r"admin/^(?P<app_label>": "admin/<app_label>/",
    r"admin/(?P<url>": "admin/<url>/",
    r"^akun/konfirmasi-surel/(?P<key>": "akun/konfirmasi-surel/<key>/",
    r"^akun/sandi/lupa/(?P<uidb36>": "akun/sandi/lupa/<uidb36>-<key>/",
}
API_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    """A route as the tables write it, and the methods an API view answers (none for pages)."""

    route: str
    methods: tuple[str, ...] = ()

    @property
    def is_api(self) -> bool:
        return bool(self.methods)

    def path(self, parts: dict[str, str]) -> str:
        """The route with its parts filled in."""
        return "/" + _PART.sub(lambda found: parts[found[1]], self.route)


@cache
def addresses() -> tuple[Address, ...]:
    """All addresses, in the order in which they are resolved, each once."""
    found: dict[str, Address] = {}
    for route, pattern in _walk(get_resolver()):
        typed = next(
            (as_typed for start, as_typed in _AS_TYPED.items() if route.startswith(start)), route
        )
        assert not set(typed) & set("^$()?"), f"say in _AS_TYPED how one types {route}"
        view: Any = getattr(pattern.callback, "cls", None)
        methods = tuple(m.upper() for m in API_METHODS if hasattr(view, m)) if view else ()
        found.setdefault(typed, Address(typed, methods))
    return tuple(found.values())


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from _walk(entry, route)
