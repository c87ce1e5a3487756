"""Links between pages that have an address in each language."""

from typing import Any

from django import template

from supply.shared.languages import page_url

register = template.Library()


@register.simple_tag
def catalogue_url(name: str, *args: Any) -> str:
    """Return the path of a page of the catalogue in the active language."""
    return page_url(name, *args)
