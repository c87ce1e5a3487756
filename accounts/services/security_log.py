"""Writing the security log, and dropping its expired months."""

import ipaddress
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import override

from accounts.enums import SecurityAction, role_label
from accounts.models import SecurityEvent, User
from accounts.models.security_event import KEPT_MONTHS
from accounts.selectors.scope import active_postings
from common.dates import clock
from common.web.client_address import client_address
from common.web.request_context import current_request, current_request_id

logger = logging.getLogger(__name__)
_MOST_ROLES = 200
_MOST_WORDS = 300
_MOST_REASON = 500


def record(action: SecurityAction, **details: Any) -> None:
    """Write one event in the caller's transaction; `details` are columns of SecurityEvent.

    Without `person` it is the one who is signed in. Address, request id and the person's roles are
    filled in. An event with `once` that was written before is left out.
    """
    record_all([event_of(action, **details)])


def record_all(events: Iterable[SecurityEvent]) -> None:
    """Write events of `event_of` with one statement."""
    SecurityEvent.objects.bulk_create(events, ignore_conflicts=True)


def event_of(action: SecurityAction, **details: Any) -> SecurityEvent:
    """Return an event that is not written yet, as `record` writes it."""
    person = details.pop("person", None) or _signed_in()
    words = str(details.pop("words", ""))[:_MOST_WORDS]
    reason = str(details.pop("reason", ""))[:_MOST_REASON]
    return SecurityEvent(
        at=clock.now(),
        action=action,
        person=person,
        role=_roles(person),
        words=words,
        reason=reason,
        address=_address(),
        request_id=current_request_id(),
        **details,
    )


def record_export(name: str) -> None:
    """Record that a file of rows was downloaded; `name` is the file's (`settings.ON_DOWNLOAD`)."""
    record(SecurityAction.EXPORTED, words=name)


def drop_expired_months() -> int:
    """Delete the events of months that need not be kept, the oldest first; return how many.

    Each month is deleted in a transaction of its own. The database refuses to delete younger rows.
    """
    dropped = 0
    end = first_kept_moment(clock.now())
    while (oldest := SecurityEvent.objects.filter(at__lt=end).order_by("at").first()) is not None:
        until = min(_month_after(oldest.at), end)
        with transaction.atomic():
            count, _kinds = SecurityEvent.objects.filter(at__lt=until).delete()
        logger.info("security log: dropped the month before %s: %s rows", until.date(), count)
        dropped += count
    return dropped


def first_kept_moment(now: datetime) -> datetime:
    """Return when the first month that is kept at `now` begins, in Jakarta."""
    local = now.astimezone(clock.JAKARTA)
    months = local.year * 12 + local.month - 1 - KEPT_MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=clock.JAKARTA)


def _month_after(moment: datetime) -> datetime:
    local = moment.astimezone(clock.JAKARTA)
    months = local.year * 12 + local.month
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=clock.JAKARTA)


def _signed_in() -> User | None:
    user = getattr(current_request(), "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def _roles(person: User | None) -> str:
    """Return the roles of the person's postings today and where they hold them."""
    if person is None:
        return ""
    with override("id"):
        held = [f"{role_label(each.role)}, {each.agency}" for each in active_postings(person)]
    return "; ".join(held)[:_MOST_ROLES]


def _address() -> str | None:
    request: HttpRequest | None = current_request()
    if request is None:
        return None
    try:
        return str(ipaddress.ip_address(client_address(request)))
    except ValueError:
        return None
