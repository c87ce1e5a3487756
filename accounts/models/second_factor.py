"""Second factors that an administrator removed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text.formats import date_short


class SecondFactorReset(models.Model):
    """Whose second factor was removed, by whom and why; append-only.

    `by` is empty when it was done on the server (`manage.py reset_second_factor`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas"),
        on_delete=models.PROTECT,
        related_name="second_factor_resets",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("alasan"), max_length=500)
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("pengaturan ulang langkah kedua")
        verbose_name_plural = pgettext_lazy("jamak", "pengaturan ulang langkah kedua")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("user")), name="second_factor_reset_by_another"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="second_factor_reset_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {date_short(self.at)}"
