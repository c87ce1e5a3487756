"""The states of an order, and which act leads from which to which. Pure."""

from collections.abc import Mapping
from typing import Final

from common.coded_error import CodedError
from supply.enums import OrderAct, OrderState

TABLE: Final[Mapping[tuple[OrderState, OrderAct], OrderState]] = {
    (OrderState.PREPARING, OrderAct.INVITE): OrderState.COLLECTING,
    (OrderState.COLLECTING, OrderAct.INVITE): OrderState.COLLECTING,
    (OrderState.PLANNING, OrderAct.INVITE): OrderState.PLANNING,
    (OrderState.COLLECTING, OrderAct.PLAN): OrderState.PLANNING,
    (OrderState.PLANNING, OrderAct.PLAN): OrderState.PLANNING,
    (OrderState.PLANNING, OrderAct.SEND_LETTERS): OrderState.LETTERS_OUT,
    (OrderState.LETTERS_OUT, OrderAct.REPAIR): OrderState.LETTERS_OUT,
    (OrderState.LETTERS_OUT, OrderAct.SEND_LETTERS): OrderState.LETTERS_OUT,
    (OrderState.LETTERS_OUT, OrderAct.CLOSE_LETTERS): OrderState.LETTERS_CLOSED,
    (OrderState.PREPARING, OrderAct.CANCEL): OrderState.CANCELLED,
    (OrderState.COLLECTING, OrderAct.CANCEL): OrderState.CANCELLED,
    (OrderState.PLANNING, OrderAct.CANCEL): OrderState.CANCELLED,
    (OrderState.LETTERS_OUT, OrderAct.CANCEL): OrderState.CANCELLED,
}
# For the trigger of the table: which state may follow which.
PAIRS: Final = tuple(
    sorted({(str(old), str(new)) for (old, _act), new in TABLE.items() if old != new})
)
# Members may answer an invitation, or change their answer, until letters are written on it.
TAKES_OFFERS: Final = frozenset({OrderState.COLLECTING, OrderState.PLANNING})


def after(state: OrderState, act: OrderAct) -> OrderState:
    """Return the state to which an act leads; raises CodedError `not_now` where it leads nowhere."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise CodedError("not_now") from None


def acts(state: OrderState) -> frozenset[OrderAct]:
    """Return what the exporter may do with an order in this state."""
    return frozenset(act for (each, act) in TABLE if each == state)
