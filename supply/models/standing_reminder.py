"""Notices sent of the coming end of a standing, and of its end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.models.standing import ExporterStanding
from supply.policies.standing import ENDED, REMINDED


class StandingReminder(models.Model):
    """One reminder, so many days before the end; the database holds each of them once.

    That of 0 days says that those whom the end concerns were notified.
    """

    standing = models.ForeignKey(
        ExporterStanding, on_delete=models.PROTECT, related_name="reminders"
    )
    days = models.PositiveSmallIntegerField(_("hari sebelumnya"))
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("pengingat eksportir")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat eksportir")
        constraints = [
            models.UniqueConstraint(fields=("standing", "days"), name="standing_reminder_once"),
            models.CheckConstraint(
                condition=Q(days__in=(*REMINDED, ENDED)), name="standing_reminder_days_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing_id}: {self.days}"
