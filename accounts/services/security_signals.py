"""Signing in and out, passwords, addresses and second factors, as the libraries report them.

These are signals of a request, not of a model: every way of signing in is recorded.
"""

from typing import Any, Final

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import record

WRONG_FACTOR: Final = "langkah kedua salah"


def on_signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    """Record who signed in, with the means that was used."""
    record(SecurityAction.SIGNED_IN, person=user, subject=user)


def on_sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Record whose account was tried; other names may be passwords and are omitted.

    `person` stays empty: whoever tried is not known.
    """
    name = next(
        (str(credentials[key]) for key in ("email", "login", "username") if credentials.get(key)),
        "",
    )
    record(SecurityAction.SIGN_IN_FAILED, subject=User.objects.with_address(name))


def on_signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    """Record who signed out, unless the session had ended before."""
    if user is not None:
        record(SecurityAction.SIGNED_OUT, person=user, subject=user)


def on_password_changed(sender: Any, user: User, **kwargs: Any) -> None:
    """Record that a person's password was changed, set or reset."""
    record(SecurityAction.PASSWORD_CHANGED, subject=user)


def on_address_changed(sender: Any, user: User, **kwargs: Any) -> None:
    """Record that a person signs in by another e-mail address."""
    record(SecurityAction.ADDRESS_CHANGED, subject=user)


def on_factor_added(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Record that a second factor, or recovery codes, were set up."""
    _record_factor(SecurityAction.FACTOR_ADDED, user, authenticator)


def on_factor_removed(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Record that a second factor, or recovery codes, were removed."""
    _record_factor(SecurityAction.FACTOR_REMOVED, user, authenticator)


def on_factor_failed(sender: Any, user: User, **kwargs: Any) -> None:
    """Record a wrong second factor of a person whose password was right."""
    record(SecurityAction.SIGN_IN_FAILED, subject=user, words=WRONG_FACTOR)


def _record_factor(action: SecurityAction, user: User, authenticator: Any) -> None:
    record(action, subject=user, words=str(authenticator.get_type_display()))
