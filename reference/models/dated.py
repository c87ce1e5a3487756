"""Fields of every figure that a law sets: its source and how reliable it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.enums import Confidence


class Sourced(models.Model):
    """Basis, article and confidence of one row; M and L rows are shown as not yet verified."""

    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)
    article = models.CharField(_("pasal"), max_length=80, blank=True)
    confidence = models.CharField(
        _("keyakinan"), max_length=1, choices=Confidence, default=Confidence.LOW
    )
    source_url = models.CharField(_("sumber"), max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diverifikasi oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    verified_at = models.DateTimeField(_("diverifikasi pada"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_verified(self) -> bool:
        """Whether the row is read from the regulation itself or verified by a person."""
        return self.confidence == Confidence.HIGH or self.verified_at is not None
