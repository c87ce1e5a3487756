"""The line on the officials' home page that counts the open claims of enterprises."""

from typing import Any

from django import template
from django.template import Context

from accounts.shared.current_user import current_user
from common.lists.counting import counted
from enterprises.selectors.claims import count_open_claims

register = template.Library()


@register.inclusion_tag("admin/backoffice/open_claims.html", takes_context=True)
def open_claims(context: Context) -> dict[str, Any]:
    """Return how many claims the reader may decide; the line is left out when there are none."""
    count = count_open_claims(current_user(context["request"]))
    return {"count": counted(count) if count else ""}
