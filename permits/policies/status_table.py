"""The life of a permit: which status may follow which, and what people may do. Pure."""

from collections.abc import Mapping
from typing import Final

VALID: Final = "valid"
SUSPENDED: Final = "suspended"
REVOKED: Final = "revoked"
SURRENDERED: Final = "surrendered"
SUPERSEDED: Final = "superseded"
EXPIRED: Final = "expired"

IN_FORCE: Final = (VALID, SUSPENDED)

MOVES: Final[tuple[tuple[str, str], ...]] = (
    (VALID, SUSPENDED),
    (SUSPENDED, VALID),
    *((each, REVOKED) for each in IN_FORCE),
    *((each, SURRENDERED) for each in IN_FORCE),
    *((each, SUPERSEDED) for each in IN_FORCE),
    *((each, EXPIRED) for each in IN_FORCE),
)

# What a person may do, by its name outside, and the action that the history keeps.
ACTIONS: Final[Mapping[str, str]] = {
    "suspend": "suspended",
    "reinstate": "reinstated",
    "revoke": "revoked",
    "surrender": "surrendered",
    "supersede": "superseded",
}

LEADS_TO: Final[Mapping[str, str]] = {
    "issued": VALID,
    "recorded": VALID,
    "suspended": SUSPENDED,
    "reinstated": VALID,
    "revoked": REVOKED,
    "surrendered": SURRENDERED,
    "superseded": SUPERSEDED,
    "expired": EXPIRED,
}


def may_follow(status: str, action: str) -> bool:
    """Tell whether the action is possible for a permit of this status."""
    return (status, LEADS_TO[action]) in MOVES


def possible(status: str) -> tuple[str, ...]:
    """Return the names of what a person may do with a permit of this status."""
    return tuple(name for name, action in ACTIONS.items() if may_follow(status, action))
