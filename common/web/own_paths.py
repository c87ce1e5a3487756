"""Paths of this portal in a query string: where to go back to."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(text: str) -> str:
    """Return the text when it is a path of this portal and cannot lead to another site, else ''."""
    is_own = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_own else ""
