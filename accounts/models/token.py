"""API keys, with which programs act for a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock


class ApiToken(models.Model):
    """An API key; only its SHA-256 is stored, so a copy of the table grants no access.

    `issued_by` is None for a key that was issued on the server. A revoked key stays in the list.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("atas nama"),
        on_delete=models.CASCADE,
        related_name="api_tokens",
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("keterangan"), max_length=80)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diberikan oleh"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("dibuat pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("kunci API")
        verbose_name_plural = pgettext_lazy("jamak", "kunci API")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.label

    @property
    def is_valid(self) -> bool:
        """Whether it gives access to the API now: not revoked, not expired, the account active."""
        ended = self.expires_at is not None and self.expires_at <= clock.now()
        return self.revoked_at is None and not ended and self.user.is_active
