"""The states of an order, and which act leads from which to which. Pure."""

from collections.abc import Mapping
from typing import Final

from common.coded_error import CodedError

_PREPARING: Final = "preparing"
_COLLECTING: Final = "collecting_offers"
_PLANNING: Final = "planning"
_LETTERS_OUT: Final = "letters_out"
_LETTERS_CLOSED: Final = "letters_closed"
_CANCELLED: Final = "cancelled"

# By state and act.
TABLE: Final[Mapping[tuple[str, str], str]] = {
    (_PREPARING, "invite"): _COLLECTING,
    (_COLLECTING, "invite"): _COLLECTING,
    (_PLANNING, "invite"): _PLANNING,
    (_COLLECTING, "plan"): _PLANNING,
    (_PLANNING, "plan"): _PLANNING,
    (_PLANNING, "send_letters"): _LETTERS_OUT,
    (_LETTERS_OUT, "repair"): _LETTERS_OUT,
    (_LETTERS_OUT, "send_letters"): _LETTERS_OUT,
    (_LETTERS_OUT, "close_letters"): _LETTERS_CLOSED,
    (_PREPARING, "cancel"): _CANCELLED,
    (_COLLECTING, "cancel"): _CANCELLED,
    (_PLANNING, "cancel"): _CANCELLED,
    (_LETTERS_OUT, "cancel"): _CANCELLED,
    # Only of an order that does not go on, which the caller knows and a trigger repeats.
    (_LETTERS_CLOSED, "cancel"): _CANCELLED,
}
# For the trigger of the table: which state may follow which.
PAIRS: Final = tuple(sorted({(old, new) for (old, _act), new in TABLE.items() if old != new}))
ENDED: Final = frozenset({_LETTERS_CLOSED, _CANCELLED})
# Members may answer an invitation, or change their answer, until letters are written on it.
TAKES_OFFERS: Final = frozenset({_COLLECTING, _PLANNING})


def after(state: str, act: str) -> str:
    """Return the state to which an act leads; raises CodedError `not_now` where to none."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise CodedError("not_now") from None


def acts(state: str) -> frozenset[str]:
    """Return what the exporter may do with an order in this state."""
    return frozenset(act for (each, act) in TABLE if each == state)
