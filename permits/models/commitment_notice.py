"""The notices about the commitments of a permit."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.models.permit import Permit
from permits.policies.commitments import COMMITMENT_REMINDED, OVERDUE


class CommitmentNotice(models.Model):
    """One notice, `days` before the due date, each once: 0 informed the office that it has passed.

    `on` is a day in Jakarta.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="commitment_notices")
    days = models.PositiveSmallIntegerField(_("hari sebelumnya"))
    on = models.DateField(_("pada"))

    class Meta:
        verbose_name = _("pengingat komitmen")
        verbose_name_plural = pgettext_lazy("jamak", "pengingat komitmen")
        ordering = ("permit_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("permit", "days"), name="commitment_notice_once"),
            models.CheckConstraint(
                condition=Q(days__in=[*COMMITMENT_REMINDED, OVERDUE]),
                name="commitment_notice_known",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="commitment_notice_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.days}"
