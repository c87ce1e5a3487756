"""By what a browser knows again whose page it shows, without a name or a number."""

from typing import Final

from accounts.models import User
from common.identity.crypto import keyed_digest

_LENGTH: Final = 16


def account_mark(user: User) -> str:
    """Return a keyed mark of the account, the same on all devices; raises MissingKey.

    What a page keeps in a browser carries it, so that another account is never shown that.
    """
    digest = keyed_digest(purpose="account-mark")
    digest.update(str(user.pk).encode())
    return digest.hexdigest()[:_LENGTH]
