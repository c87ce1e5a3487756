"""Notices about products and their capacity; their texts are in templates/notifications."""

from collections.abc import Sequence

from enterprises.models import Member, Product
from enterprises.selectors.shortfalls import Shortfall
from notifications.policies.notice import Notice


def visited_notices(product: Product, short: Sequence[Shortfall]) -> list[Notice]:
    """Return notices to those who act for an enterprise of what a visit found.

    `short` are the weeks in which they have promised more than that leaves.
    """
    warning: dict[str, object] = {"is_told": any(each.is_told for each in short)}
    if short:
        warning["short_on"] = short[0].week.isoformat()
    members = Member.objects.acting().filter(enterprise=product.enterprise_id)
    return [
        Notice(
            key="capacity.visited",
            recipient_id=member.user_id,
            context={
                "enterprise": product.enterprise.name,
                "product": product.name_id,
                "found": product.verified_capacity,
                "stated": product.weekly_capacity,
                **warning,
            },
            link=f"/usaha/{product.enterprise_id}/produk/",
        )
        for member in members.order_by("user_id")
    ]
