"""Lines of the cost sheet of an order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.enums import CostKind
from supply.models.order import Order


class OrderCost(models.Model):
    """A line of the cost sheet for the whole order, in rupiah, and where the figure comes from."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(_("biaya"), max_length=12, choices=CostKind)
    amount = models.BigIntegerField(_("rupiah untuk seluruh pesanan"))
    source = models.CharField(_("sumber angka"), max_length=200)

    class Meta:
        verbose_name = _("biaya pesanan")
        verbose_name_plural = pgettext_lazy("jamak", "biaya pesanan")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & ~Q(source=""), name="cost_has_source"
            ),
            models.UniqueConstraint(fields=("order", "kind"), name="cost_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.kind}"
