"""A visitor's answers in the pre-check, stored in their session and never in a URL."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from enterprises.shared.known_facts import remember_facts

_PREFIX: Final = "precheck:"


def store_answers(request: HttpRequest, scheme: str, facts: Mapping[str, Any]) -> None:
    """Store the visitor's answers to the pre-check of a scheme in their session."""
    request.session[_key(scheme)] = dict(facts)
    remember_facts(request, facts)


def stored_answers(request: HttpRequest, scheme: str) -> dict[str, Any]:
    """Return the stored answers; empty where there are none."""
    return dict(request.session.get(_key(scheme)) or {})


def all_stored_answers(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Return the stored answers to every pre-check of this session, by scheme."""
    found = request.session.items()
    return {
        key.removeprefix(_PREFIX): dict(value)
        for key, value in found
        if key.startswith(_PREFIX) and value
    }


def _key(scheme: str) -> str:
    return f"{_PREFIX}{scheme}"
