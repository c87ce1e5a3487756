"""Files that a buyer sent with a request, cleaned."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.models.request import BuyerRequest


class RequestFile(models.Model):
    """One cleaned file of a request, in a private folder; the digest is of what is stored."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(BuyerRequest, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(_("nama berkas"), max_length=120)
    media_type = models.CharField(_("jenis isi"), max_length=40)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=120, unique=True)
    added_at = models.DateTimeField(_("ditambahkan pada"))

    class Meta:
        verbose_name = _("berkas permintaan")
        verbose_name_plural = pgettext_lazy("jamak", "berkas permintaan")
        ordering = ("request_id", "id")
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="request_file_not_empty"),
        ]
        triggers = [pgtrigger.Protect(name="request_file_immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.filename
