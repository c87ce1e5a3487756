"""What changed in the particulars of a permit, as its holder states it, and the office's answer."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.enums import ChangeAnswer, Particular
from permits.models.permit import Permit

_ANSWERED_SQL = """
IF OLD.answer <> '' OR to_jsonb(OLD) - ARRAY['answer', 'answer_text', 'answered_by_id',
        'answered_at']
    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['answer', 'answer_text', 'answered_by_id',
        'answered_at'] THEN
    RAISE EXCEPTION 'a stated change stays, and is answered once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_change_answered_once';
END IF;
RETURN NEW;
"""


class PermitChange(models.Model):
    """One change: which particular, what it is now, why, and since which day.

    The permit itself never changes: what an official accepts leads to a document that replaces it.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="changes")
    particular = models.CharField(_("yang berubah"), max_length=10, choices=Particular)
    value = models.CharField(_("menjadi"), max_length=500)
    since = models.DateField(_("sejak"))
    reason = models.TextField(_("alasan"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dinyatakan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("dinyatakan pada"))
    answer = models.CharField(
        _("jawaban"), max_length=10, choices=ChangeAnswer, blank=True, default=""
    )
    answer_text = models.TextField(_("penjelasan"), blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dijawab oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("dijawab pada"), null=True)

    class Meta:
        verbose_name = _("perubahan izin")
        verbose_name_plural = pgettext_lazy("jamak", "perubahan izin")
        ordering = ("permit_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("permit",), condition=Q(answer=""), name="permit_change_one_open"
            ),
            models.CheckConstraint(
                condition=Q(particular__in=[str(each) for each in Particular]),
                name="permit_change_known",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(
                    answer__in=[str(each) for each in ChangeAnswer],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="permit_change_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="permit_change_two_people",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="permit_change_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="permit_change_answered_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ANSWERED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.particular}"
