"""What the holder of a permit promised with it, and reports to have done."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Attachment
from permits.enums import CommitmentTask
from permits.models.permit import Permit

_REPORTED_SQL = """
IF OLD.reported_at IS NOT NULL
    OR (OLD.permit_id, OLD.task, OLD.due_on) IS DISTINCT FROM
        (NEW.permit_id, NEW.task, NEW.due_on) THEN
    RAISE EXCEPTION 'a commitment stays, and is reported once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_reported_once';
END IF;
RETURN NEW;
"""


class Commitment(models.Model):
    """One thing to do until `due_on`, and its report: a number or a file, once."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="commitments")
    task = models.CharField(_("komitmen"), max_length=20, choices=CommitmentTask)
    due_on = models.DateField(_("paling lambat"))
    number = models.CharField(_("nomor"), max_length=60, blank=True, default="")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dikabarkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("dikabarkan pada"), null=True)

    class Meta:
        verbose_name = _("komitmen izin")
        verbose_name_plural = pgettext_lazy("jamak", "komitmen izin")
        ordering = ("permit_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("permit", "task"), name="commitment_once"),
            models.CheckConstraint(
                condition=Q(task__in=[str(task) for task in CommitmentTask]),
                name="commitment_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    reported_at__isnull=True,
                    reported_by__isnull=True,
                    number="",
                    attachment__isnull=True,
                )
                | Q(reported_at__isnull=False, reported_by__isnull=False)
                & (~Q(number="") | Q(attachment__isnull=False)),
                name="commitment_report_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=("due_on", "permit"),
                condition=Q(reported_at__isnull=True),
                name="commitment_open",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="commitment_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="commitment_reported_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_REPORTED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.task}"
