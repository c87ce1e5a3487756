"""Filters that an official saved under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedView(models.Model):
    """The query string of one list under a name; the list treats it like any other query."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    page = models.CharField(max_length=80)
    name = models.CharField(_("nama"), max_length=40)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(_("dibuat pada"))

    class Meta:
        verbose_name = _("tampilan tersimpan")
        verbose_name_plural = pgettext_lazy("jamak", "tampilan tersimpan")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("user", "page", "name"), name="saved_view_named_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
