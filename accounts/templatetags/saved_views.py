"""The saved views of a list, as chips above it."""

from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.template import Context

from accounts.models import User
from accounts.selectors.saved_views import saved_views_of
from accounts.services.saved_views import MOST, NAME_LENGTH

register = template.Library()
_POSITION = frozenset({"cursor", "p", "e"})


@register.inclusion_tag("admin/lists/views.html", takes_context=True)
def saved_views(context: Context, page: str) -> dict[str, Any]:
    """Return the context of the chips; `page` is "queue" or a model's label. One query."""
    request = context["request"]
    if not isinstance(request.user, User):
        return {"views": [], "may_save": False}
    query = request.GET.urlencode()
    present = sorted(pair for pair in parse_qsl(query) if pair[0] not in _POSITION)
    views = saved_views_of(request.user, page)
    current = next((view for view in views if sorted(parse_qsl(view.query)) == present), None)
    return {
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "query": query,
        "views": views,
        "current": current,
        "may_save": bool(present) and current is None and len(views) < MOST,
        "name_length": NAME_LENGTH,
    }
