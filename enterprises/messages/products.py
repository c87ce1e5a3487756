"""Notices about products and their capacity; their texts are in templates/notifications."""

from enterprises.models import Member, Product
from notifications.policies.notice import Notice


def visited_notices(product: Product) -> list[Notice]:
    """Return notices to those who act for an enterprise of what a visit found."""
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
            },
            link=f"/usaha/{product.enterprise_id}/produk/",
        )
        for member in members.order_by("user_id")
    ]
