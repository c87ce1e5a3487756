"""Checks of spreadsheets of potential debtors, which a worker makes for one person."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.jobs.leases import Leased
from programs.enums import BulkCheckState


class BulkCheck(Leased):
    """One file and the progress of its check; row and files are deleted after BULK_CHECK_RETENTION.

    `line` and `offset` are the checkpoint: they, the counts and the length of the result are
    written in one transaction, by the worker that holds the `claim`. They count in the text that a
    workbook is turned into (`sheet` is its name). `total` is the number of rows of the file, None
    until they are counted; `skipped` rows were sums and are not among those read. `on` is the day
    of rows that name none, `language` that of the result and of `refusal`, the sentence that says
    why a file was refused.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(_("nama berkas"), max_length=120)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    stored_name = models.CharField(max_length=60, unique=True)
    language = models.CharField(max_length=5)
    on = models.DateField(_("per tanggal"))
    state = models.CharField(
        _("keadaan"),
        max_length=10,
        choices=[(each, each) for each in BulkCheckState],
        default=BulkCheckState.RUNNING,
    )
    created_at = models.DateTimeField(_("diunggah pada"))
    ended_at = models.DateTimeField(_("selesai pada"), null=True)
    sheet = models.CharField(_("lembar"), max_length=120, blank=True)
    total = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    eligible = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    result_bytes = models.BigIntegerField(default=0)
    refusal = models.TextField(blank=True)

    class Meta:
        verbose_name = _("pemeriksaan kelayakan")
        verbose_name_plural = pgettext_lazy("jamak", "pemeriksaan kelayakan")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(state=BulkCheckState.RUNNING),
                name="bulk_check_one_running",
            ),
            models.CheckConstraint(
                condition=Q(state=BulkCheckState.RUNNING, ended_at=None, refusal="")
                | Q(state=BulkCheckState.DONE, ended_at__isnull=False, refusal="")
                | (Q(state=BulkCheckState.REFUSED, ended_at__isnull=False) & ~Q(refusal="")),
                name="bulk_check_ended",
            ),
            models.CheckConstraint(
                condition=Q(read=F("eligible") + F("refused") + F("open") + F("bad")),
                name="bulk_check_counts_every_row_once",
            ),
        ]
        indexes = [
            models.Index(fields=("person", "-id"), name="bulk_check_of_person"),
            models.Index(
                fields=("claimed_until", "id"),
                condition=Q(state=BulkCheckState.RUNNING),
                name="bulk_check_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def counts(self) -> dict[str, int]:
        """Rows by result; every row read is exactly one of the other four."""
        names = ("read", "eligible", "refused", "open", "bad")
        return {name: getattr(self, name) for name in names}

    @property
    def percent(self) -> int:
        """How much of the file is checked, in whole percent."""
        return min(100, (self.read + self.skipped) * 100 // self.total) if self.total else 0

    @property
    def kept_until(self) -> datetime:
        """Time after which the row, the file and the result are deleted."""
        until: datetime = (self.ended_at or self.created_at) + settings.BULK_CHECK_RETENTION
        return until
