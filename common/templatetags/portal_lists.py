"""The table and the filters of an admin list."""

from typing import Any

from django import template

from common.admin.changelist import KeysetChangeList
from common.admin.filters import chips, filter_line, kept_parameters
from common.admin.rows import CHECKBOX, columns_of, rows_html

register = template.Library()


@register.simple_tag
def list_table(cl: KeysetChangeList) -> dict[str, Any]:
    """Return the headers and rows of the table, and whether rows can be ticked."""
    columns = columns_of(cl)
    return {
        "headers": [column.header for column in columns],
        "rows": rows_html(cl, columns),
        "has_ticks": CHECKBOX in cl.list_display,
    }


@register.simple_tag
def list_filters(cl: KeysetChangeList) -> dict[str, Any]:
    """Return the line of filters, the chips of those set, and the parameters it keeps.

    `is_typed`: something in it is typed, so that a button sends it. `has_problem`: a filter says
    what is wrong with what was typed.
    """
    filters = filter_line(cl)
    return {
        "filters": filters,
        "is_typed": bool(cl.search_fields) or any(each.template for each in filters),
        "has_problem": any(getattr(each.spec, "problem", "") for each in filters),
        "chips": chips(cl),
        "kept": list(kept_parameters(cl)),
    }
