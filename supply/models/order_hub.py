"""Where members bring their pieces."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.models.order import Order


class OrderHub(models.Model):
    """Where members bring their pieces: what opening it costs in rupiah, and how many a week."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="hubs")
    name = models.CharField(_("titik kumpul"), max_length=120)
    opening_cost = models.BigIntegerField(_("biaya membuka"))
    weekly_capacity = models.PositiveIntegerField(
        _("paling banyak seminggu"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("titik kumpul")
        verbose_name_plural = pgettext_lazy("jamak", "titik kumpul")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(opening_cost__gte=0), name="hub_cost_not_negative"),
            models.UniqueConstraint(fields=("order", "name"), name="hub_once"),
        ]

    def __str__(self) -> str:
        return self.name
