"""Corrections to the calendar of working days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HolidayOverride(models.Model):
    """A day that the published calendar has wrong, or that a later decree changed."""

    date = models.DateField(_("tanggal"), unique=True)
    is_working = models.BooleanField(_("hari kerja"), default=False)
    name = models.CharField(_("nama"), max_length=120)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200)

    class Meta:
        verbose_name = _("perubahan hari libur")
        verbose_name_plural = _("perubahan hari libur")
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"
