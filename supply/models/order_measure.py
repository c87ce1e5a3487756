"""Machines and trainings that an exporter could pay for, with the figures that it typed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.enums import MeasureKind
from supply.models.order import Order


class OrderMeasure(models.Model):
    """One kind of machine or training: what one adds in pieces a week, and costs in rupiah.

    One is for one member of `group`, a code of `selectors.member_groups`, empty for any member.
    At most `most` can be had; each adds after `lead_weeks` whole weeks.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(_("mesin atau pelatihan"), max_length=10, choices=MeasureKind)
    name = models.CharField(_("namanya"), max_length=80)
    group = models.CharField(_("untuk anggota"), max_length=40, blank=True)
    pieces = models.PositiveIntegerField(_("tambahan buah seminggu"))
    cost = models.BigIntegerField(_("biaya satu"))
    most = models.PositiveSmallIntegerField(_("paling banyak"))
    lead_weeks = models.PositiveSmallIntegerField(_("pekan sampai dapat dipakai"))
    source = models.CharField(_("sumber angka"), max_length=200)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(_("diisi pada"))

    class Meta:
        verbose_name = _("mesin atau pelatihan")
        verbose_name_plural = pgettext_lazy("jamak", "mesin atau pelatihan")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in MeasureKind]), name="measure_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(pieces__gte=1, cost__gte=0, most__gte=1, most__lte=1000)
                & Q(lead_weeks__lte=52),
                name="measure_figures_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(name=""), name="measure_has_source"
            ),
            models.UniqueConstraint(fields=("order", "name"), name="measure_once"),
        ]

    def __str__(self) -> str:
        return self.name
