"""The states of a buyer's request, and who moves it where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

UNCONFIRMED: Final = "unconfirmed"
OPEN: Final = "open"
TAKEN: Final = "taken"
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"
CLOSED: Final = "closed"
STATES: Final = (UNCONFIRMED, OPEN, TAKEN, DECLINED, WITHDRAWN, CLOSED)
ENDED: Final = frozenset({DECLINED, WITHDRAWN, CLOSED})

BUYER: Final = "buyer"
EXPORTER: Final = "exporter"
OFFICE: Final = "office"
SYSTEM: Final = "system"


@dataclass(frozen=True)
class Move:
    """One move: from which states, to which, by whom; whether it needs a reason."""

    sources: tuple[str, ...]
    target: str
    by: frozenset[str]
    owes_reason: bool = False


MOVES: Final[Mapping[str, Move]] = {
    "confirm": Move((UNCONFIRMED,), OPEN, frozenset({BUYER})),
    "take": Move((OPEN,), TAKEN, frozenset({EXPORTER})),
    "assign": Move((OPEN,), TAKEN, frozenset({OFFICE}), owes_reason=True),
    "decline": Move(
        (OPEN, TAKEN), DECLINED, frozenset({OFFICE, EXPORTER, SYSTEM}), owes_reason=True
    ),
    "withdraw": Move((UNCONFIRMED, OPEN, TAKEN), WITHDRAWN, frozenset({BUYER})),
    "close": Move((TAKEN,), CLOSED, frozenset({EXPORTER})),
}
# Every pair of states of the table, for the database.
PAIRS: Final = tuple(
    dict.fromkeys((source, move.target) for move in MOVES.values() for source in move.sources)
)


def may_move(name: str, state: str, by: str) -> bool:
    """Tell whether a person in the role `by` may make the move from this state.

    An exporter declines only what it took. The office declines what nobody took; also what was
    taken, once its exporter is no exporter of record, which the caller knows; the system what was
    taken, where none followed for long.
    """
    move = MOVES[name]
    if state not in move.sources or by not in move.by:
        return False
    return name != "decline" or by == OFFICE or state == TAKEN
