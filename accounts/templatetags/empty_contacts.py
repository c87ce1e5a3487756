"""The line on the officials' home page that counts offices without a contact."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from accounts.selectors.offices import empty_contacts as contacts_to_write
from accounts.shared.current_user import current_user

register = template.Library()


@register.inclusion_tag("admin/backoffice/empty_contacts.html", takes_context=True)
def empty_contacts(context: Context) -> dict[str, Any]:
    """Return how many contacts the reader should write; the line is left out when there are none.

    A single one is opened at once.
    """
    found = contacts_to_write(current_user(context["request"]))
    if not found:
        return {"count": 0}
    only = found[0] if len(found) == 1 else None
    url = (
        reverse("admin:accounts_officecontact_change", args=[only.pk])
        if only
        else reverse("admin:accounts_officecontact_changelist")
    )
    return {"count": len(found), "url": url}
