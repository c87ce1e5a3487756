"""Exports too large to stream while a person waits."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.files.export_formats import ExportFormat
from reports.enums import ExportState


class ExportJob(models.Model):
    """One report file made in the background; the filters are stored, not the rows.

    `scope` holds the pairs of agency field and regency that its file was made for; None where that
    was not recorded, so that it is unknown who may still read the file.
    """

    report = models.SlugField(_("laporan"), max_length=40)
    filters = models.JSONField(_("saringan"), default=dict)
    format = models.CharField(_("format"), max_length=5, choices=ExportFormat)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=ExportState, default=ExportState.WAITING
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diminta oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("diminta pada"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("baris"), null=True, blank=True)
    scope = models.JSONField(_("wewenang saat dibuat"), null=True, blank=True)
    stored_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(_("sebab gagal"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ekspor laporan")
        verbose_name_plural = pgettext_lazy("jamak", "ekspor laporan")
        ordering = ("-id",)
        indexes = [models.Index(fields=("requested_by", "-id"), name="export_mine")]

    def __str__(self) -> str:
        return f"{self.report} {self.pk}"
