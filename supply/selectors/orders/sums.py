"""Sums of orders for the office: by state and by exporter; no member, no price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, Func, IntegerField, OuterRef, QuerySet, Sum

from accounts.models import User
from enterprises.models import Enterprise
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Invitation, Order
from supply.permissions import may_read

FEWEST_MEMBERS: Final = 3


class SumOfList(Func):
    """The sum of a list of whole numbers."""

    template = "(SELECT COALESCE(SUM(piece), 0) FROM unnest(%(expressions)s) AS piece)"
    output_field = IntegerField()


@dataclass(frozen=True)
class OrderSum:
    """Orders of one state or exporter: how many, pieces ordered and pieces of accepted letters.

    `asked` and `committed` count enterprises, each once: those that were asked to offer, and those
    with an accepted letter. `covered` is None where one or two committed: it would reveal what each
    of them makes.
    """

    key: Any
    label: str
    orders: int
    pieces: int
    covered: int | None
    asked: int
    committed: int


def sums_by_state(user: User) -> list[OrderSum]:
    """Return the sums of all orders by state, also of states without one. Three queries."""
    found = _sums(_orders(user), "state")
    return [
        OrderSum(state.value, str(state.label), **found.get(state.value, _NONE))
        for state in OrderState
    ]


def exporters_with_orders(user: User) -> QuerySet[Enterprise]:
    """Return the enterprises that have or had orders, for officials of the province."""
    return Enterprise.objects.filter(Exists(_orders(user).filter(exporter=OuterRef("pk"))))


def sums_by_exporter(user: User, exporters: Sequence[Enterprise]) -> list[OrderSum]:
    """Return the sums of these exporters in their order. Three queries."""
    found = _sums(_orders(user).filter(exporter__in=exporters), "exporter")
    return [OrderSum(each.pk, each.name, **found.get(each.pk, _NONE)) for each in exporters]


_NONE: Mapping[str, int | None] = dict.fromkeys(
    ("orders", "pieces", "covered", "asked", "committed"), 0
)


def _orders(user: User) -> QuerySet[Order]:
    orders = Order.objects.order_by()
    return orders if may_read(user) else orders.none()


def _sums(orders: QuerySet[Order], by: str) -> Mapping[Any, Mapping[str, Any]]:
    counted = orders.values_list(by).annotate(counted=Count("pk"), all=Sum("quantity"))
    # Between two queries an order may move on to a state that had none.
    found: dict[Any, dict[str, Any]] = {
        key: {**_NONE, "orders": number, "pieces": pieces} for key, number, pieces in counted
    }
    makers = Count("invitation__product__enterprise", distinct=True)
    letters = Commitment.objects.filter(order__in=orders, state=LetterState.ACCEPTED).order_by()
    covered = letters.values_list(f"order__{by}").annotate(
        all=Sum(SumOfList("pieces")), makers=makers
    )
    for key, pieces, committed in covered:
        is_told = committed >= FEWEST_MEMBERS
        found.setdefault(key, dict(_NONE)).update(
            covered=pieces if is_told else None, committed=committed
        )
    invitations = Invitation.objects.filter(order__in=orders).order_by()
    asked = invitations.values_list(f"order__{by}").annotate(
        makers=Count("product__enterprise", distinct=True)
    )
    for key, number in asked:
        found.setdefault(key, dict(_NONE)).update(asked=number)
    return found
