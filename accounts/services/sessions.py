"""How long a session lasts: from its sign-in and from its last use."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from common.dates import clock

_BEGUN = "begun_at"
_SEEN = "seen_at"
# Not every request writes the session: as often as the shortest wait needs, and no oftener.
_OFFICIAL_STEP = timedelta(minutes=1)
_STEP = timedelta(hours=1)


def begin(session: SessionBase) -> None:
    """Starts both clocks at a sign-in."""
    now = clock.now().timestamp()
    session[_BEGUN] = now
    session[_SEEN] = now


def is_over(session: SessionBase, *, official: bool) -> bool:
    """Whether the session was idle or has lasted too long; an official's without clocks is over."""
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
    """Remembers that the session is in use; with it cookie and row last anew."""
    now = clock.now().timestamp()
    step = _OFFICIAL_STEP if official else _STEP
    if _BEGUN not in session:
        begin(session)
    elif now - session[_SEEN] >= step.total_seconds():
        session[_SEEN] = now


def begin_at_sign_in(sender: Any, request: Any, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`, whichever door the person came through."""
    begin(request.session)
