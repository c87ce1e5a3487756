"""Samples that members make for an order, and the approved one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models import Product
from supply.models.order import Order
from supply.models.order_specification import PREPARED_ONLY, OrderSpecification


class OrderSample(models.Model):
    """A sample that a member makes to a version; at most one of an order is the approved one.

    Approved on `noted_at`; it counts while its version is the newest. No other member learns who
    made it.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="samples")
    specification = models.ForeignKey(
        OrderSpecification, on_delete=models.PROTECT, related_name="+"
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    is_approved = models.BooleanField(_("contoh yang disetujui"), default=False)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("contoh pesanan")
        verbose_name_plural = pgettext_lazy("jamak", "contoh pesanan")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("order", "product"), name="sample_of_maker_once"),
            models.UniqueConstraint(
                fields=("order",), condition=Q(is_approved=True), name="sample_approved_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sample_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sample_prepared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PREPARED_ONLY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.product}"
