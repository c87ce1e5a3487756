"""The line on the officials' home page that counts the reported files that the reader may close."""

from typing import Any

from django import template
from django.template import Context

from accounts.shared.current_user import current_user
from applications.selectors.outside_steps import may_follow_reports, mine_to_close
from common.lists.counting import capped_count, counted

register = template.Library()


@register.inclusion_tag("admin/backoffice/open_reports.html", takes_context=True)
def open_reports(context: Context) -> dict[str, Any]:
    """Return how many the reader may close; the line is left out without any."""
    user = current_user(context["request"])
    count = capped_count(mine_to_close(user)) if may_follow_reports(user) else 0
    return {"count": counted(count) if count else ""}
