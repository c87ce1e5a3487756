"""Which channels a person has chosen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.enums import Channel


class ChannelPreference(models.Model):
    """A person's choice for one channel; no row means the channel is on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channel_preferences"
    )
    channel = models.CharField(_("saluran"), max_length=20, choices=Channel)
    is_enabled = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("pilihan saluran")
        verbose_name_plural = pgettext_lazy("jamak", "pilihan saluran")
        constraints = [
            models.UniqueConstraint(fields=("user", "channel"), name="channel_preference_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.is_enabled}"
