"""The line on the officials' home page that counts the letters that wait for the reader."""

from typing import Any

from django import template
from django.template import Context

from accounts.shared.current_user import current_user
from common.lists.counting import capped_count, counted
from letters.selectors.letters import waiting_for

register = template.Library()


@register.inclusion_tag("admin/letters/waiting.html", takes_context=True)
def waiting_letters(context: Context) -> dict[str, Any]:
    """Return how many wait for a position of the reader; the line is left out without any."""
    count = capped_count(waiting_for(current_user(context["request"])))
    return {"count": counted(count) if count else ""}
