"""What is shown of a stored file before it is opened."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.files.rendering.measures import (
    THUMBNAIL_BYTES,
    THUMBNAIL_HEIGHT,
    THUMBNAIL_WIDTH,
)
from enterprises.models.document import DocumentVersion


class DocumentPreview(models.Model):
    """The thumbnail of a stored file and its number of pages; derived, and made again if deleted.

    A row without a picture says that none can be made; a file without a row has not been tried yet.
    The bytes are in the row, so deleting it leaves no file behind. `pages` is 1 for an image, 0
    where it is unknown.
    """

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.CASCADE, primary_key=True, related_name="preview"
    )
    picture = models.BinaryField(_("gambar kecil"), default=b"", blank=True)
    width = models.PositiveSmallIntegerField(_("lebar (piksel)"), default=0)
    height = models.PositiveSmallIntegerField(_("tinggi (piksel)"), default=0)
    pages = models.PositiveSmallIntegerField(_("halaman"), default=0)

    class Meta:
        verbose_name = _("pratinjau berkas")
        verbose_name_plural = pgettext_lazy("jamak", "pratinjau berkas")
        ordering = ("-version_id",)
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("picture"), THUMBNAIL_BYTES),
                name="preview_is_light",
            ),
            models.CheckConstraint(
                condition=Q(picture=b"", width=0, height=0)
                | ~Q(picture=b"")
                & Q(
                    width__gt=0,
                    width__lte=THUMBNAIL_WIDTH,
                    height__gt=0,
                    height__lte=THUMBNAIL_HEIGHT,
                ),
                name="preview_measures_its_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.width} × {self.height}"
