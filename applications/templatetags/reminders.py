"""The official's own reminders above the queue."""

from typing import Any

from django import template
from django.template import Context

from accounts.models import User
from applications.selectors.remarks import own_reminders

register = template.Library()


@register.inclusion_tag("admin/backoffice/my_reminders.html", takes_context=True)
def my_reminders(context: Context) -> dict[str, Any]:
    """Return the open reminders of the person, due and later ones; one query without any."""
    request = context["request"]
    reminders = own_reminders(request.user) if isinstance(request.user, User) else []
    return {
        "csrf_token": context.get("csrf_token"),
        "due": [each for each in reminders if each.is_due],
        "later": [each for each in reminders if not each.is_due],
        "path": request.get_full_path(),
    }
