"""Logos in the head of an office's letters."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency


class OfficeLogo(models.Model):
    """A logo of an office from `uploaded_at` on; the latest counts, an empty one means no logo.

    `image` is a cleaned PNG or JPEG. Rows are kept, so that a print that waits for its scan keeps
    its head.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("dinas"), on_delete=models.PROTECT, related_name="logos"
    )
    image = models.BinaryField(_("logo"), default=b"")
    media_type = models.CharField(max_length=20, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diunggah oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("logo dinas")
        verbose_name_plural = pgettext_lazy("jamak", "logo dinas")
        ordering = ("agency_id", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(image=b"", media_type="")
                | (~Q(image=b"") & Q(media_type__in=("image/png", "image/jpeg"))),
                name="office_logo_is_a_picture",
            ),
        ]
        indexes = [models.Index(fields=("agency", "-id"), name="office_logo_latest")]
        triggers = [
            pgtrigger.Protect(
                name="office_logo_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} · {self.media_type or '-'}"
