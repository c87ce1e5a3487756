"""The life of a letter: which status may follow which, by what action (`letters.enums`)."""

from collections.abc import Mapping
from typing import Final

_IN_FORCE: Final = ("valid", "suspended")

# The status that an action leads to; other actions do not change it.
LEADS_TO: Final[Mapping[str, str]] = {
    "signed": "valid",
    "cancelled": "cancelled",
    "suspended": "suspended",
    "reinstated": "valid",
    "revoked": "revoked",
    "superseded": "superseded",
    "expired": "expired",
}
_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "signed": ("waiting_signature",),
    "cancelled": ("waiting_signature",),
    "suspended": ("valid",),
    "reinstated": ("suspended",),
    "revoked": _IN_FORCE,
    "superseded": _IN_FORCE,
    "expired": _IN_FORCE,
}
# For the trigger of the table: which status may follow which.
MOVES: Final[tuple[tuple[str, str], ...]] = tuple(
    (status, LEADS_TO[action]) for action, statuses in _FROM.items() for status in statuses
)


def may_follow(status: str, action: str) -> bool:
    """Tell whether the action is possible for a letter of this status."""
    return status in _FROM.get(action, ())
