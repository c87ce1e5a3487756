"""The sample of an order that its members are to match."""

from supply.models import Order, OrderSample
from supply.selectors.orders.access import latest_specification


def approved_sample(order: Order) -> OrderSample | None:
    """Return the sample approved for the newest version of the specification; None without one."""
    samples = OrderSample.objects.filter(order=order, is_approved=True)
    newest = samples.filter(specification=latest_specification(order))
    return newest.select_related("specification").first()
