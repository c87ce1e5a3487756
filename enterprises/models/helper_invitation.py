"""Invitations by which an owner asks a helper to help."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise


class HelperInvitation(models.Model):
    """An owner's invitation of a helper; it gives no access before the owner has consented.

    Kept also without a `helper`, where nobody has the address, so that an owner's list of
    invitations does not reveal who has an account. The address itself is not kept: `shown_address`
    is masked, `address_index` its blind index; both are empty for invitations from before.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shown_address = models.CharField(_("email"), max_length=254, blank=True, default="")
    address_index = models.BinaryField(max_length=16, null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("diundang pada"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True)

    class Meta:
        verbose_name = _("undangan pendamping")
        verbose_name_plural = pgettext_lazy("jamak", "undangan pendamping")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise", "helper"),
                condition=Q(answered_at__isnull=True),
                name="invitation_open_unique",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "address_index"),
                condition=Q(answered_at__isnull=True),
                name="invitation_open_address_unique",
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=False) | Q(address_index__isnull=False),
                name="invitation_of_somebody",
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
            ),
            models.Index(
                fields=("enterprise", "-id"),
                condition=Q(answered_at__isnull=True),
                name="invitation_open_of_enterprise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_address} · {self.enterprise}"
