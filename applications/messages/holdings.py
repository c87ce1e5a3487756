"""The notices about who holds an application; texts are in templates/notifications."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from applications.models import Application
from notifications.policies.notice import Notice

# A message names this many; the others are counted.
NAMED = 10


def taken_over(application: Application, by: User, former: User) -> Notice:
    """Return the notice to the colleague from whom `by` took over the application."""
    context = {**_of(application), "by": str(by)}
    return Notice("holding.taken_over", former.pk, context, _page_of(application))


def handed_over(applications: Sequence[Application], by: User, receiver: User) -> Notice:
    """Return one notice to the receiver about all that `by` handed over; needs at least one."""
    context = {**_listed(applications), "by": str(by)}
    return Notice("holding.handed_over", receiver.pk, context, _link_to(applications))


def lapsed(applications: Sequence[Application], former: User, days: int) -> Notice:
    """Return one notice to the former holder about all that returned to the queue after `days`."""
    context = {**_listed(applications), "days": days}
    return Notice("holding.lapsed", former.pk, context, _link_to(applications))


def _listed(applications: Sequence[Application]) -> dict[str, Any]:
    return {
        "count": len(applications),
        "files": [_of(each) for each in applications[:NAMED]],
        "more": max(0, len(applications) - NAMED),
    }


def _of(application: Application) -> dict[str, str]:
    return {"number": application.number, "enterprise": application.enterprise.name}


def _link_to(applications: Sequence[Application]) -> str:
    return _page_of(applications[0]) if len(applications) == 1 else reverse("admin:index")


def _page_of(application: Application) -> str:
    return reverse("admin:applications_application_change", args=[application.pk])
