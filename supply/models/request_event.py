"""What was done to a buyer's request: append-only."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.enums import RequestAct, RequestPart
from supply.models.request import BuyerRequest

# A request that was never confirmed is deleted with all that belongs to it.
_KEPT = """
IF EXISTS (
    SELECT 1 FROM supply_buyerrequest r
    WHERE r.id = OLD.request_id AND r.confirmed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'the history of a request is kept' USING ERRCODE = 'check_violation';
END IF;
RETURN OLD;
"""


class RequestEvent(models.Model):
    """One move or mark of a request: its name, who did it in which role, and the reason given.

    Buyers have no account, so their events have no `actor`.
    """

    request = models.ForeignKey(BuyerRequest, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(_("apa"), max_length=20, choices=RequestAct)
    part = models.CharField(_("sebagai"), max_length=10, choices=RequestPart)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("riwayat permintaan")
        verbose_name_plural = pgettext_lazy("jamak", "riwayat permintaan")
        ordering = ("request_id", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=("buyer", "system"), actor__isnull=True)
                | Q(part__in=("exporter", "office"), actor__isnull=False),
                name="request_event_by_whom",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="request_event_append_only", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="request_event_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=_KEPT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.name}"
