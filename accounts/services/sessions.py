"""How long a session lasts: since its sign-in and its last use, and until someone ends it."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import BrowserSession, User
from accounts.selectors.sessions import handle_of
from common.dates import clock
from common.web.client_address import client_address
from common.web.device import device_name

BEGUN: Final = "begun_at"
SEEN: Final = "seen_at"
DEVICE: Final = "device"
ADDRESS: Final = "address"
_FORGOTTEN_AT_ONCE: Final = 5000
# Not every request writes the session, only as often as the idle limits need.
_OFFICIAL_WRITE_INTERVAL = timedelta(minutes=1)
_WRITE_INTERVAL = timedelta(hours=1)


def begin(session: SessionBase) -> None:
    """Record the sign-in as the beginning and the last use of the session."""
    now = clock.now().timestamp()
    session[BEGUN] = now
    session[SEEN] = now


def is_over(session: SessionBase, *, official: bool) -> bool:
    """Tell whether the session was idle or has lasted too long.

    An official's session without recorded times is over; anyone else's is not.
    """
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if begun is None or seen is None:
        return official
    now = clock.now().timestamp()
    if not official:
        return bool(
            now - seen >= settings.SESSION_COOKIE_AGE
            or now - begun >= settings.SESSION_LIFE.total_seconds()
        )
    return bool(
        now - seen >= settings.OFFICIAL_SESSION_IDLE.total_seconds()
        or now - begun >= settings.OFFICIAL_SESSION_LIFE.total_seconds()
    )


def touch(session: SessionBase, *, official: bool) -> None:
    """Record that the session is in use, which also extends its cookie and row."""
    now = clock.now().timestamp()
    interval = _OFFICIAL_WRITE_INTERVAL if official else _WRITE_INTERVAL
    if BEGUN not in session:
        begin(session)
    elif now - session[SEEN] >= interval.total_seconds():
        session[SEEN] = now


def begin_at_sign_in(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Begin the session on `user_logged_in`, however the person signed in."""
    begin(request.session)
    request.session[DEVICE] = device_name(request.headers.get("User-Agent", ""))
    request.session[ADDRESS] = client_address(request)


def end_session(user: User, handle: str) -> bool:
    """End the person's session that `selectors.sessions` calls `handle`; False when there is none.

    A request in progress may still be answered, but cannot restore the session.
    """
    keys = BrowserSession.objects.filter(user=user).values_list("session_key", flat=True)
    found = [key for key in keys if handle_of(key) == handle]
    return bool(BrowserSession.objects.filter(user=user, session_key__in=found).delete()[0])


def end_other_sessions(user: User, *, keep: str = "") -> int:
    """End all sessions of the person except the one with the key `keep`; return how many."""
    return BrowserSession.objects.filter(user=user).exclude(session_key=keep).delete()[0]


def end_all_sessions() -> int:
    """End all sessions; return how many."""
    return BrowserSession.objects.all().delete()[0]


def end_others_after_new_password(
    sender: Any, request: HttpRequest, user: User, **kwargs: Any
) -> None:
    """End the other sessions when a password was changed, set or reset."""
    end_other_sessions(user, keep=request.session.session_key or "")


def forget_ended_sessions() -> int:
    """Delete sessions whose time is over; return how many, at most a few thousand a night."""
    ended = BrowserSession.objects.filter(expire_date__lte=clock.now()).order_by("expire_date")
    keys = list(ended.values_list("session_key", flat=True)[:_FORGOTTEN_AT_ONCE])
    return BrowserSession.objects.filter(session_key__in=keys).delete()[0]
