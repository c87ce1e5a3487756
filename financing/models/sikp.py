"""The log of files for SIKP, and the applications each of them named."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from common.files.export_formats import ExportFormat

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class SikpExport(models.Model):
    """One file with full NIK: who exported it, when, how many rows, and its digest.

    The file itself is not stored; `sha256` (hex) identifies a copy that is found later.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diambil oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("pada"))
    format = models.CharField(_("format"), max_length=5, choices=ExportFormat)
    rows = models.PositiveIntegerField(_("baris"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("berkas SIKP")
        verbose_name_plural = pgettext_lazy("jamak", "berkas SIKP")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(rows__gt=0), name="sikp_export_has_rows"),
        ]
        triggers = [pgtrigger.Protect(name="sikp_export_append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"SIKP {self.pk}"


class SikpExportLine(models.Model):
    """One application that a file named."""

    export = models.ForeignKey(SikpExport, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("baris berkas SIKP")
        verbose_name_plural = pgettext_lazy("jamak", "baris berkas SIKP")
        ordering = ("export_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("export", "application"), name="sikp_line_once"),
        ]
        triggers = [pgtrigger.Protect(name="sikp_line_append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.application_id}"
