"""The signed PDF as it was sent, which its cleaned copy cannot replace as evidence."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.files.signatures.found import MOST_READ
from enterprises.models.document import DocumentVersion


def _length(field: str) -> Func:
    return Func(F(field), function="jsonb_array_length", output_field=IntegerField())


class SealedOriginal(models.Model):
    """One row per stored file that was signed; written with its version, deleted with it.

    `signatures` are those that were read (`common.files.signatures.found.Signature.as_json`), at
    most twenty; `signature_count` is how many there are, 0 where the file could not be read.
    """

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.CASCADE, primary_key=True, related_name="original"
    )
    stored_name = models.CharField(max_length=120, unique=True)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(max_length=64)
    signature_count = models.PositiveIntegerField(_("banyaknya tanda tangan"))
    signatures = models.JSONField(_("tanda tangan"), default=list, blank=True)

    class Meta:
        verbose_name = _("asli bertanda tangan")
        verbose_name_plural = pgettext_lazy("jamak", "asli bertanda tangan")
        ordering = ("-version_id",)
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="original_is_not_empty"),
            # Also refuses what is not a list.
            models.CheckConstraint(
                condition=LessThanOrEqual(_length("signatures"), MOST_READ)
                & LessThanOrEqual(_length("signatures"), F("signature_count")),
                name="original_signatures_are_counted",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sealed_original_immutable", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.signature_count}"
