"""The reminders of permits that end."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.models.permit import Permit
from permits.policies.ending import REMINDED


class PermitReminder(models.Model):
    """One of the reminders of a permit, `days` before its end; `on` is a day in Jakarta."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField(_("hari sebelum berakhir"))
    on = models.DateField(_("pada"))

    class Meta:
        verbose_name = _("pengingat izin")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat izin")
        ordering = ("permit_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("permit", "days"), name="permit_reminder_once"),
            models.CheckConstraint(
                condition=Q(days__in=list(REMINDED)), name="permit_reminder_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="permit_reminder_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.days}"
