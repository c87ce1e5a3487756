"""The rows ticked on a list for an action, as a browser sent them."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest

from common.web.primary_keys import parse_pk


def drop_unreadable_ticks(request: HttpRequest, key: "Field[Any, Any]") -> None:
    """Leave out of the request what cannot be a primary key: Django would fail on it."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    readable = [text for text in ticked if _is_key(text, key)]
    if len(readable) == len(ticked):
        return
    kept = request.POST.copy()
    kept.setlist(ACTION_CHECKBOX_NAME, readable)
    request.POST = kept  # type: ignore[assignment]


def _is_key(text: str, key: "Field[Any, Any]") -> bool:
    try:
        value = key.to_python(text)
    except ValidationError:
        return False
    return not isinstance(value, int) or parse_pk(text) is not None
