"""Who may send an application of an enterprise of several people."""

from accounts.models import User
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.permissions import may_sign


def refusal_to_submit(user: User, application: Application) -> str:
    """Return who sends the application instead of the person, empty where the person may."""
    permission = may_sign(user, application)
    return "" if permission else str(PERMISSION[permission.code]) % permission.params
