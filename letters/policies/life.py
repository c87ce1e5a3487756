"""The life of a letter: which status may follow which, by what action (`letters.enums`)."""

from collections.abc import Mapping
from typing import Final

_IN_FORCE: Final = ("valid", "suspended")

# What an action leads to; the others leave the status alone.
LEADS_TO: Final[Mapping[str, str]] = {
    "signed": "valid",
    "cancelled": "cancelled",
    "suspended": "suspended",
    "reinstated": "valid",
    "revoked": "revoked",
    "superseded": "superseded",
    "expired": "expired",
}
MOVES: Final[tuple[tuple[str, str], ...]] = (
    ("waiting_signature", "valid"),
    ("waiting_signature", "cancelled"),
    ("valid", "suspended"),
    ("suspended", "valid"),
    *((each, "revoked") for each in _IN_FORCE),
    *((each, "superseded") for each in _IN_FORCE),
    *((each, "expired") for each in _IN_FORCE),
)
_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "signed": ("waiting_signature",),
    "cancelled": ("waiting_signature",),
    "suspended": ("valid",),
    "reinstated": ("suspended",),
    "revoked": _IN_FORCE,
    "superseded": _IN_FORCE,
    "expired": _IN_FORCE,
}


def may_follow(status: str, action: str) -> bool:
    """Tell whether the action is possible for a letter of this status."""
    return status in _FROM.get(action, ())
