"""Every address of the portal, collected from Django's URL resolver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Routes that are regular expressions, by their beginning, as the tables write them.
_READABLE_ROUTES = {
    r"admin/^(?P<app_label>": "admin/<app_label>/",
    r"admin/(?P<url>": "admin/<url>/",
    r"^akun/konfirmasi-surel/(?P<key>": "akun/konfirmasi-surel/<key>/",
    r"^akun/sandi/lupa/(?P<uidb36>": "akun/sandi/lupa/<uidb36>-<key>/",
}
API_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    """A route as in the tables, and the methods that an API view accepts (none for pages)."""

    route: str
    methods: tuple[str, ...] = ()

    @property
    def is_api(self) -> bool:
        return bool(self.methods)

    def path(self, parts: dict[str, str]) -> str:
        """Return the route with its parts filled in."""
        return "/" + _PART.sub(lambda found: parts[found[1]], self.route)


@cache
def addresses() -> tuple[Address, ...]:
    """Return all addresses once, in the order in which they are resolved."""
    found: dict[str, Address] = {}
    for route, pattern in _walk(get_resolver()):
        readable_route = next(
            (readable for start, readable in _READABLE_ROUTES.items() if route.startswith(start)),
            route,
        )
        assert not set(readable_route) & set("^$()?"), f"add {route} to _READABLE_ROUTES"
        view: Any = getattr(pattern.callback, "cls", None)
        methods = tuple(m.upper() for m in API_METHODS if hasattr(view, m)) if view else ()
        found.setdefault(readable_route, Address(readable_route, methods))
    return tuple(found.values())


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from _walk(entry, route)
