"""Messages of a person in the portal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InboxItem(models.Model):
    """One message in the portal; keyed by its outbox row, so a repeat changes nothing."""

    message_id = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_items"
    )
    title = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"))
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("pada"))
    read_at = models.DateTimeField(_("dibaca pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("pesan masuk")
        verbose_name_plural = pgettext_lazy("jamak", "pesan masuk")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=("user", "-created_at", "-id"), name="inbox_newest")]

    def __str__(self) -> str:
        return self.title
