"""Which exporters an enterprise lets see its capacity."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise


class CapacityViewer(models.Model):
    """An exporter that sees what an enterprise can still make, until the enterprise ends it."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="capacity_viewers"
    )
    exporter = models.ForeignKey(
        Enterprise,
        verbose_name=_("eksportir"),
        on_delete=models.PROTECT,
        related_name="capacities_seen",
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diizinkan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    allowed_at = models.DateTimeField(_("diizinkan pada"))
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diakhiri oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("izin melihat kapasitas")
        verbose_name_plural = pgettext_lazy("jamak", "izin melihat kapasitas")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise", "exporter"),
                condition=Q(ended_at__isnull=True),
                name="capacity_viewer_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(enterprise=F("exporter")), name="capacity_viewer_is_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    ended_at__isnull=False,
                    ended_at__gte=F("allowed_at"),
                    ended_by__isnull=False,
                ),
                name="capacity_viewer_end_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=("exporter", "enterprise"),
                condition=Q(ended_at__isnull=True),
                name="capacity_viewer_of_exporter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} → {self.exporter}"
