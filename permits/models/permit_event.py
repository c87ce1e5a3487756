"""The history of permits."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.enums import PermitAction
from permits.models.permit import Permit


class PermitEvent(models.Model):
    """What was done to a permit, by whom, when and why; never changed."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("pada"))
    action = models.CharField(_("tindakan"), max_length=20, choices=PermitAction)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        verbose_name = _("riwayat izin")
        verbose_name_plural = pgettext_lazy("jamak", "riwayat izin")
        ordering = ("permit_id", "id")
        indexes = [models.Index(fields=("permit", "id"), name="permit_history")]
        triggers = [
            pgtrigger.Protect(
                name="permit_event_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.permit_id} · {self.action}"
