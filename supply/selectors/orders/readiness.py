"""What an order in preparation still lacks before members are asked."""

from dataclasses import dataclass

from supply.enums import RequestState
from supply.models import BuyerRequest, Order, OrderSample
from supply.selectors.orders.samples import approved_sample


@dataclass(frozen=True)
class Readiness:
    """The buyer's request, the sample and whether there is a hub; `sample` is the approved one."""

    request: BuyerRequest | None
    sample: OrderSample | None
    no_sample_reason: str
    has_hub: bool

    @property
    def has_buyer(self) -> bool:
        """Whether the order answers a request that its exporter still handles."""
        return self.request is not None and self.request.state == RequestState.TAKEN

    @property
    def is_checked(self) -> bool:
        return self.has_buyer and self.request is not None and self.request.is_checked

    @property
    def has_sample(self) -> bool:
        return self.sample is not None or bool(self.no_sample_reason)

    @property
    def may_ask(self) -> bool:
        """Whether members may be asked."""
        return self.is_checked and self.has_sample and self.has_hub


def readiness(order: Order) -> Readiness:
    """Return what the order has and lacks before members are asked. Four queries."""
    return Readiness(
        request=order.request,
        sample=approved_sample(order),
        no_sample_reason=order.no_sample_reason,
        has_hub=order.hubs.exists(),
    )
