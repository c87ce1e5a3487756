"""What a visitor answered in the pre-check, kept in their session and never in an address."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def store_answers(request: HttpRequest, scheme: str, facts: Mapping[str, Any]) -> None:
    """Keeps the visitor's answers in their session, never in an address."""
    request.session[_key(scheme)] = dict(facts)


def stored_answers(request: HttpRequest, scheme: str) -> dict[str, Any]:
    """What the visitor told before; empty when nothing."""
    return dict(request.session.get(_key(scheme)) or {})


def _key(scheme: str) -> str:
    return f"precheck:{scheme}"
