"""Pictures of products, cleaned and stored by the document store."""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text.translated import Translated
from enterprises.models.document import DocumentVersion
from enterprises.models.product import Product

MOST_PHOTOS: Final = 8


class ProductPhoto(models.Model):
    """A picture in one of eight places of a product; one of them is the cover."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="photos")
    document = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("urutan"))
    is_cover = models.BooleanField(_("foto utama"), default=False)
    alt_id = models.CharField(_("apa yang terlihat"), max_length=160)
    alt_en = models.CharField(_("apa yang terlihat (Inggris)"), max_length=160, blank=True)
    added_at = models.DateTimeField(_("ditambahkan pada"))

    alt = Translated()

    class Meta:
        verbose_name = _("foto produk")
        verbose_name_plural = pgettext_lazy("jamak", "foto produk")
        ordering = ("-is_cover", "place")
        constraints = [
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_PHOTOS), name="product_photo_of_eight"
            ),
            models.CheckConstraint(condition=~Q(alt_id=""), name="product_photo_has_words"),
            models.UniqueConstraint(fields=("product", "place"), name="product_photo_place_once"),
            models.UniqueConstraint(
                fields=("product", "document"), name="product_photo_document_once"
            ),
            models.UniqueConstraint(
                fields=("product",), condition=Q(is_cover=True), name="product_photo_one_cover"
            ),
        ]

    def __str__(self) -> str:
        return self.alt
