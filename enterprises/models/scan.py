"""Result of the virus scan of a stored file."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import ScanState
from enterprises.models.document import DocumentVersion


class DocumentScan(models.Model):
    """One row per file that is or was to be scanned; a file without one is not scanned.

    No worker takes a waiting row before `next_attempt_at`: the end of the lease of the worker that
    took it, or of a back-off. `attempts` grows with every lease, so a worker whose lease has ended
    can tell that it may no longer write the row.
    """

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.CASCADE, primary_key=True, related_name="scan"
    )
    state = models.CharField(
        _("hasil"), max_length=10, choices=ScanState, default=ScanState.WAITING
    )
    signature = models.CharField(_("nama temuan"), max_length=200, blank=True)
    scanned_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("dicoba mulai"))
    attempts = models.PositiveIntegerField(_("percobaan"), default=0)

    class Meta:
        verbose_name = _("pemeriksaan berkas")
        verbose_name_plural = pgettext_lazy("jamak", "pemeriksaan berkas")
        ordering = ("-version_id",)
        indexes = [
            models.Index(
                fields=("next_attempt_at",),
                condition=Q(state=ScanState.WAITING),
                name="scan_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ScanState.WAITING, scanned_at__isnull=True)
                | ~Q(state=ScanState.WAITING) & Q(scanned_at__isnull=False),
                name="scan_done_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ScanState.INFECTED) ^ Q(signature=""),
                name="scan_infected_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"
