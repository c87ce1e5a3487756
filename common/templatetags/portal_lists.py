"""The table of an admin list."""

from typing import Any

from django import template
from django.template import Context

from common.admin.changelist import KeysetChangeList
from common.admin.rows import CHECKBOX, columns_of, needs_theme, rows_html

register = template.Library()


@register.simple_tag(takes_context=True)
def plain_list(context: Context, cl: KeysetChangeList) -> dict[str, Any] | None:
    """Return the headers and rows of the table; None for a list that only the theme can draw."""
    if needs_theme(cl, context.get("actions_row")):
        return None
    columns = columns_of(cl)
    return {
        "headers": [column.header for column in columns],
        "rows": rows_html(cl, columns),
        "has_ticks": CHECKBOX in cl.list_display,
    }
