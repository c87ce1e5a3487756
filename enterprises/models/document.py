"""The document store: every file of an enterprise, stored once, with its hash."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise


class DocumentVersion(models.Model):
    """One stored file; never changed once written, so a frozen attachment stays as it was."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="documents")
    kind = models.SlugField(_("jenis dokumen"), max_length=40)
    filename = models.CharField(_("nama berkas"), max_length=120)
    media_type = models.CharField(_("jenis isi"), max_length=40)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=120, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"))

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = pgettext_lazy("jamak", "berkas")
        ordering = ("-id",)
        indexes = [models.Index(fields=("enterprise", "kind", "-id"), name="document_latest")]
        triggers = [
            pgtrigger.Protect(
                name="document_version_immutable",
                operation=pgtrigger.Update,
            ),
        ]

    def __str__(self) -> str:
        return self.filename
