"""Reminders of a correction that the applicant has yet to answer."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import ApplicationEvent


class CorrectionWarning(models.Model):
    """One of the two reminders before an unanswered correction lapses; `on` is a day in Jakarta."""

    request = models.ForeignKey(
        ApplicationEvent, on_delete=models.PROTECT, related_name="correction_warnings"
    )
    number = models.PositiveSmallIntegerField(_("ke"))
    on = models.DateField(_("pada"))

    class Meta:
        verbose_name = _("pengingat perbaikan")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat perbaikan")
        ordering = ("request_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("request", "number"), name="correction_warning_once"),
            models.UniqueConstraint(fields=("request", "on"), name="correction_warning_one_a_day"),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2)), name="correction_warning_first_or_last"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="correction_warning_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.number}"
