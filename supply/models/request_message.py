"""What a buyer and an exporter write to each other about a request."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.models.request import BuyerRequest


class RequestMessage(models.Model):
    """One message; without an `author` it is the buyer's."""

    request = models.ForeignKey(BuyerRequest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditulis oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(_("pesan"), max_length=2000)
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("pesan permintaan")
        verbose_name_plural = pgettext_lazy("jamak", "pesan permintaan")
        ordering = ("request_id", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="request_message_says_something"),
        ]
        triggers = [
            pgtrigger.Protect(name="request_message_append_only", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.pk}"
