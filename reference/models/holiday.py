"""Corrections to the calendar of working days."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.formats import date_short

_FRIDAY = 5


@track_history()
class HolidayOverride(models.Model):
    """A day on which the published calendar is wrong, or which a later decree changed."""

    date = models.DateField(_("tanggal"), unique=True)
    is_working = models.BooleanField(_("hari kerja"), default=False)
    name = models.CharField(_("nama"), max_length=120)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200)

    class Meta:
        verbose_name = _("perubahan hari libur")
        verbose_name_plural = pgettext_lazy("jamak", "perubahan hari libur")
        ordering = ("date",)
        constraints = [
            models.CheckConstraint(
                condition=Q(is_working=False) | Q(date__iso_week_day__lte=_FRIDAY),
                name="holiday_override_weekend_stays_closed",
                violation_error_message=_("Sabtu dan Minggu tidak dapat dijadikan hari kerja."),
            ),
        ]

    def __str__(self) -> str:
        return f"{date_short(self.date)}: {self.name}"
