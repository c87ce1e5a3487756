"""Sending a form as the page showed it, hidden fields and all."""

import html
import re
from typing import Any

from django.test import Client

_SHOWN = re.compile(r'<input type="hidden" name="semula" value="([^"]*)">')


def shown_on(page: Any) -> str:
    """Return what the page says it showed; the first form counts."""
    found = _SHOWN.search(page.content.decode())
    assert found is not None, "the page does not say what it showed"
    return html.unescape(found[1])


def send_as_shown(client: Client, path: str, data: dict[str, Any], **options: Any) -> Any:
    """Open the page, then send `data` with what it showed."""
    return client.post(path, {**data, "semula": shown_on(client.get(path))}, **options)
