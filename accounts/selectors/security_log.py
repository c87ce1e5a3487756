"""Reading the security log."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from accounts.enums import Role, SecurityAction
from accounts.models import SecurityEvent, User
from accounts.selectors.scope import Person, active_postings
from common.dates import clock

# How long an auditor may open a document after writing why.
REASON_LASTS: Final = timedelta(minutes=60)


def may_read_security_log(user: Person) -> bool:
    """Tell whether the person reads the log: an auditor of the whole province, or a superuser.

    What happened has no region, so an auditor of one regency does not read it.
    """
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return any(
        posting.role == Role.AUDITOR and posting.agency.regency_id is None
        for posting in active_postings(user)
    )


def events_of_holder(holder: str) -> QuerySet[SecurityEvent]:
    """Return who opened documents of `holder`, a key such as `enterprise:3`, newest first."""
    opened = SecurityEvent.objects.filter(holder=holder, action=SecurityAction.DOCUMENT_OPENED)
    return opened.select_related("person").order_by("-id")


def reasons_given(user: User, things: Iterable[str]) -> dict[str, SecurityEvent]:
    """Return the latest reasons of an auditor that still last, by what they are for; one query."""
    written = SecurityEvent.objects.filter(
        person=user,
        thing__in=list(things),
        action=SecurityAction.DOCUMENT_REASON,
        at__gt=clock.now() - REASON_LASTS,
    )
    return {event.thing: event for event in written.order_by("id")}
