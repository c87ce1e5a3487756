"""The security log of refusals: who asked for what they may not do or see."""

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import record
from common.dates import clock

_MOST_ONCE = 120


def record_refusal(person: User, what: str, status: int) -> None:
    """Record a refusal once an hour for each person, method and route; `what` names both.

    A route has no row's number in it. So trying a thousand rows does not flood the log, and a form
    that is sent again is one event.
    """
    hour = clock.now().strftime("%Y%m%d%H")
    once = f"refused:{person.pk}:{status}:{hour}:{what}"[:_MOST_ONCE]
    record(SecurityAction.REFUSED, person=person, words=f"{status} {what}", once=once)
