"""Invitations by which an owner asks a helper to help."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.models.enterprise import Enterprise


class HelperInvitation(models.Model):
    """An owner's invitation of a helper; it opens nothing before the owner has consented."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("diundang pada"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True)

    class Meta:
        verbose_name = _("undangan pendamping")
        verbose_name_plural = _("undangan pendamping")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise", "helper"),
                condition=Q(answered_at__isnull=True),
                name="invitation_open_unique",
            ),
            models.CheckConstraint(
                condition=~Q(helper=models.F("invited_by")), name="invitation_of_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=("helper", "-id"),
                condition=Q(answered_at__isnull=True),
                name="invitation_open_by_helper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.helper} · {self.enterprise}"
