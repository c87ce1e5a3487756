"""The life of a letter: which status may follow which."""

from letters.enums import LetterAction, LetterStatus

_IN_FORCE = (LetterStatus.VALID, LetterStatus.SUSPENDED)

MOVES: tuple[tuple[LetterStatus, LetterStatus], ...] = (
    (LetterStatus.WAITING, LetterStatus.VALID),
    (LetterStatus.WAITING, LetterStatus.CANCELLED),
    (LetterStatus.VALID, LetterStatus.SUSPENDED),
    (LetterStatus.SUSPENDED, LetterStatus.VALID),
    *((each, LetterStatus.REVOKED) for each in _IN_FORCE),
    *((each, LetterStatus.SUPERSEDED) for each in _IN_FORCE),
    *((each, LetterStatus.EXPIRED) for each in _IN_FORCE),
)

# What an action leads to; the others leave the status alone.
LEADS_TO = {
    LetterAction.SIGNED: LetterStatus.VALID,
    LetterAction.CANCELLED: LetterStatus.CANCELLED,
    LetterAction.SUSPENDED: LetterStatus.SUSPENDED,
    LetterAction.REINSTATED: LetterStatus.VALID,
    LetterAction.REVOKED: LetterStatus.REVOKED,
    LetterAction.SUPERSEDED: LetterStatus.SUPERSEDED,
    LetterAction.EXPIRED: LetterStatus.EXPIRED,
}


def may_follow(before: LetterStatus, action: LetterAction) -> bool:
    """Tell whether the action is possible for a letter of this status."""
    return (before, LEADS_TO[action]) in MOVES
