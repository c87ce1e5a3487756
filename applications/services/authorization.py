"""What a service raises when a person may not do something."""

from applications.messages.refusals import PERMISSION
from applications.permissions import Permission
from common.errors import Conflict, NotPermitted

# The person would have been allowed to a moment ago, or may be again.
_CONFLICTS = frozenset({"wrong_stage", "held_by_another", "not_editable"})


def require(permission: Permission) -> None:
    """Raise NotPermitted for a refused permission, Conflict where the application has moved on."""
    if permission:
        return
    error = Conflict if permission.code in _CONFLICTS else NotPermitted
    raise error(permission.code, PERMISSION[permission.code], params=permission.params)
