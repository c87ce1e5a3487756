"""The mark by which a browser recognises whose page it shows, without a name or a number."""

from typing import Final

from accounts.models import User
from common.identity.crypto import keyed_digest

_LENGTH: Final = 16


def account_mark(user: User) -> str:
    """Return a keyed mark of the account, the same on all devices; raises MissingKey.

    A page marks the data that it keeps in a browser with it, so that another account is never shown
    them.
    """
    digest = keyed_digest(purpose="account-mark")
    digest.update(str(user.pk).encode())
    return digest.hexdigest()[:_LENGTH]
