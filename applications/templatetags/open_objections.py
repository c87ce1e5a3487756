"""The line on the officials' home page that counts the objections that wait for the reader."""

from typing import Any

from django import template
from django.template import Context

from accounts.shared.current_user import current_user
from applications.selectors.objections import may_work_on_objections, to_do
from common.lists.counting import capped_count, counted

register = template.Library()


@register.inclusion_tag("admin/backoffice/open_objections.html", takes_context=True)
def open_objections(context: Context) -> dict[str, Any]:
    """Return how many the reader may review or answer; the line is left out without any."""
    user = current_user(context["request"])
    count = capped_count(to_do(user)) if may_work_on_objections(user) else 0
    return {"count": counted(count) if count else ""}
