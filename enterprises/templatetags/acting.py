"""For whom a helper acts on this page, for the strip under its header."""

from typing import Any

from django import template
from django.template import Context

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.selectors.members import is_helper_of

register = template.Library()


@register.simple_tag(takes_context=True)
def acting_for(context: Context) -> Enterprise | None:
    """Return the page's enterprise where the reader acts for it as a helper; one query for them.

    Owners and visitors cost none.
    """
    enterprise = context.get("enterprise")
    # Before the reader, whom an error page cannot look up while the database is unavailable.
    if not isinstance(enterprise, Enterprise):
        return None
    user: Any = getattr(context.get("request"), "user", None)
    if not isinstance(user, User) or not user.is_helper:
        return None
    return enterprise if is_helper_of(user, enterprise.pk) else None
