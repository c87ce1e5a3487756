"""Reading a page as a person would: its text without markup."""

import html
import re
from typing import Any

from django.test import Client


def text_of(response: Any) -> str:
    """Return the words of the main part, with single spaces."""
    body = response.content.decode()
    main = re.search(r"<main.*?</main>", body, re.S)
    text = re.sub(r"<[^>]+>", " ", main.group(0) if main else body)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def read(client: Client, path: str) -> str:
    """Return the words of a page that must exist."""
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return text_of(response)
