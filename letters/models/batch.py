"""Acts of signing for several letters at once, followed as one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SigningBatch(models.Model):
    """One act of a person for `total` letters; how far they are sealed is read from the letters."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditandatangani oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("pada"))
    total = models.PositiveIntegerField(_("jumlah surat"))

    class Meta:
        verbose_name = _("penandatanganan sekaligus")
        verbose_name_plural = pgettext_lazy("jamak", "penandatanganan sekaligus")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=1), name="signing_batch_not_empty"),
        ]
        indexes = [
            models.Index(fields=("asked_by", "-id"), name="signing_batch_of_person"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signing_batch_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} · {self.total}"
