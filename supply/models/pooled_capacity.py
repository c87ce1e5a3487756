"""What many makers of one kind of goods can make together in a month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reference.enums import Sector
from supply.policies.pooling import FEWEST_MAKERS


class PooledCapacity(models.Model):
    """By HS heading of six digits and sector, as last counted; written by a task.

    `pieces` are those of the month `month` (its first day), the earliest in which enough makers
    have some left; NULL where fewer than three do, since the sum would reveal the capacity of each.
    `oldest_on` is the day of the oldest statement that it is based on.
    """

    hs6 = models.CharField(_("kode HS (6 angka)"), max_length=6)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)
    makers = models.PositiveIntegerField(_("jumlah pembuat"))
    pieces = models.PositiveBigIntegerField(_("kapasitas bersama sebulan"), null=True, blank=True)
    month = models.DateField(_("bulan paling awal"), null=True, blank=True)
    oldest_on = models.DateField(_("isian tertua"), null=True, blank=True)
    refreshed_at = models.DateTimeField(_("dihitung pada"))

    class Meta:
        verbose_name = _("kapasitas bersama")
        verbose_name_plural = pgettext_lazy("jamak", "kapasitas bersama")
        ordering = ("hs6", "sector")
        constraints = [
            models.UniqueConstraint(fields=("hs6", "sector"), name="pooled_capacity_once"),
            models.CheckConstraint(
                condition=Q(pieces__isnull=True, month__isnull=True, oldest_on__isnull=True)
                | Q(
                    pieces__gte=1,
                    makers__gte=FEWEST_MAKERS,
                    month__isnull=False,
                    month__day=1,
                    oldest_on__isnull=False,
                ),
                name="pooled_capacity_hides_few",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hs6} · {self.sector}"
