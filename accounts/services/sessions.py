"""How long a session lasts: since its sign-in and since its last use."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from common.dates import clock

_BEGUN = "begun_at"
_SEEN = "seen_at"
# Not every request writes the session, only as often as the idle limits need.
_OFFICIAL_WRITE_INTERVAL = timedelta(minutes=1)
_WRITE_INTERVAL = timedelta(hours=1)


def begin(session: SessionBase) -> None:
    """Record the sign-in as the beginning and the last use of the session."""
    now = clock.now().timestamp()
    session[_BEGUN] = now
    session[_SEEN] = now


def is_over(session: SessionBase, *, official: bool) -> bool:
    """Tell whether the session was idle or has lasted too long.

    An official's session without recorded times is over, anybody else's is not.
    """
    begun, seen = session.get(_BEGUN), session.get(_SEEN)
    if begun is None or seen is None:
        return official
    now = clock.now().timestamp()
    if not official:
        return bool(now - seen >= settings.SESSION_COOKIE_AGE)
    return bool(
        now - seen >= settings.OFFICIAL_SESSION_IDLE.total_seconds()
        or now - begun >= settings.OFFICIAL_SESSION_LIFE.total_seconds()
    )


def touch(session: SessionBase, *, official: bool) -> None:
    """Record that the session is in use, which also extends its cookie and row."""
    now = clock.now().timestamp()
    interval = _OFFICIAL_WRITE_INTERVAL if official else _WRITE_INTERVAL
    if _BEGUN not in session:
        begin(session)
    elif now - session[_SEEN] >= interval.total_seconds():
        session[_SEEN] = now


def begin_at_sign_in(sender: Any, request: Any, **kwargs: Any) -> None:
    """Begin the session on `user_logged_in`, however the person signed in."""
    begin(request.session)
