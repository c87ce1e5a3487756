"""The owner's turn outside the portal: what is due there, the reminders, and what they report."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application
from applications.models.attachment import Attachment
from programs.models.stage import Stage


class OutsideResult(models.TextChoices):
    """What an owner reports of a step outside the portal."""

    DONE = "done", _("sudah selesai")
    DECLINED = "declined", _("tidak jadi")


# A report never changes; only the end of the step is written afterwards.
_REPORTED_SQL = """
IF OLD.reported_at IS NOT NULL
    AND to_jsonb(OLD) - 'closed_at' IS DISTINCT FROM to_jsonb(NEW) - 'closed_at' THEN
    RAISE EXCEPTION 'a reported step stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'outside_step_reported_once';
END IF;
IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a closed step stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'outside_step_closed_stays';
END IF;
RETURN NEW;
"""


class OutsideStep(models.Model):
    """One stage that waits for the owner outside the portal, from the day it began.

    `days` are the working days named to the owner; None where no date was named, as for files that
    waited before such steps were kept. `closed_at` is when the file moved on, reported or not.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="outside_steps"
    )
    stage = models.ForeignKey(
        Stage, verbose_name=_("tahap"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("dimulai pada"))
    days = models.PositiveSmallIntegerField(_("hari kerja"), null=True, blank=True)
    result = models.CharField(_("kabar"), max_length=10, choices=OutsideResult.choices, blank=True)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dikabarkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("dikabarkan pada"), null=True, blank=True)
    closed_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("langkah di luar portal")
        verbose_name_plural = pgettext_lazy("jamak", "langkah di luar portal")
        ordering = ("application_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(closed_at__isnull=True),
                name="outside_step_one_present",
            ),
            models.CheckConstraint(
                condition=Q(
                    reported_at__isnull=True,
                    reported_by__isnull=True,
                    result="",
                    number="",
                    note="",
                    attachment__isnull=True,
                )
                | Q(
                    reported_at__isnull=False,
                    reported_by__isnull=False,
                    result__in=[str(r) for r in OutsideResult],
                ),
                name="outside_step_report_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=("id",),
                condition=Q(reported_at__isnull=True, closed_at__isnull=True),
                name="outside_step_waiting",
            ),
            # What the office has yet to close, the oldest report first.
            models.Index(
                fields=("reported_at", "id"),
                condition=Q(reported_at__isnull=False, closed_at__isnull=True),
                name="outside_step_to_close",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="outside_step_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="outside_step_reported_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_REPORTED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.stage_id}"


class OutsideReminder(models.Model):
    """One of the two reminders of a step outside the portal; `on` is a day in Jakarta."""

    step = models.ForeignKey(OutsideStep, on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveSmallIntegerField(_("ke"))
    on = models.DateField(_("pada"))

    class Meta:
        verbose_name = _("pengingat langkah di luar portal")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat langkah di luar portal")
        ordering = ("step_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("step", "number"), name="outside_reminder_once"),
            models.UniqueConstraint(fields=("step", "on"), name="outside_reminder_one_a_day"),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2)), name="outside_reminder_first_or_last"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="outside_reminder_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} · {self.number}"
