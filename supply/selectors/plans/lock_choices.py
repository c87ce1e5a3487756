"""Members who offered, as an exporter picks whom a plan has to use or leave out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from common.text.typed import visible_line
from supply.enums import OfferState
from supply.models import Order

MOST_SHOWN: Final = 300
_LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class LockChoices:
    """Keys of invitations with the member's name, and how many there are; includes those picked."""

    members: Sequence[tuple[int, str]]
    total: int

    @property
    def is_cut(self) -> bool:
        return len(self.members) < self.total


def lock_choices(order: Order, *, named: str = "", picked: Collection[int] = ()) -> LockChoices:
    """Return the first members who offered whose name has the text in it, and the picked ones.

    Who had a letter of the order is not chosen about any more. Three queries.
    """
    lettered = order.letters.order_by().values("invitation")
    offered = order.invitations.filter(state=OfferState.OFFERED).exclude(pk__in=lettered)
    offered = offered.order_by("id")
    columns = ("pk", "product__enterprise__name")
    text = visible_line(named)[:_LONGEST_NAME]
    found = offered.filter(product__enterprise__name__icontains=text) if text else offered
    members = dict(offered.filter(pk__in=picked).values_list(*columns))
    members |= dict(found.values_list(*columns)[:MOST_SHOWN])
    return LockChoices(sorted(members.items()), offered.count())
