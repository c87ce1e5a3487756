"""Imports of registers: what was requested, its progress, and how to undo it."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.encrypted import EncryptedText
from common.jobs.leases import Leased
from enterprises.models.enterprise import Enterprise
from registers.enums import RunState

# Up to this many may end in 0 by chance.
FEW_NIKS = 3


class RegisterRun(Leased):
    """One import of a register, from the page (with a stored file) or a command (without).

    `line` and `offset` are the checkpoint: they, the counts and the rows of a chunk are written in
    one transaction, by the worker that holds the `claim`. They count in the text that a workbook is
    turned into (`sheet` is its name). `skipped` rows were sums and are not among those read;
    `zero_niks` end in 0.
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diunggah oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    regions = ArrayField(models.CharField(max_length=5), verbose_name=_("wilayah"))
    filename = models.CharField(_("nama berkas"), max_length=120)
    size = models.BigIntegerField(_("ukuran (bita)"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=RunState, default=RunState.CHECKING
    )
    created_at = models.DateTimeField(_("diunggah pada"))
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("selesai pada"), null=True)
    undone_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    line = models.PositiveIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(_("baris jumlah"), default=0)
    zero_niks = models.PositiveIntegerField(default=0)
    sheet = models.CharField(_("lembar"), max_length=120, blank=True)
    expected = models.JSONField(null=True)
    errors_bytes = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)
    dependents = models.JSONField(default=list)
    dependents_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("impor daftar usaha")
        verbose_name_plural = pgettext_lazy("jamak", "impor daftar usaha")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("sha256", "regions"),
                condition=~Q(stored_name="")
                & Q(
                    state__in=(
                        RunState.CHECKING,
                        RunState.CHECKED,
                        RunState.IMPORTING,
                        RunState.STOPPED,
                        RunState.IMPORTED,
                        RunState.UNDOING,
                    )
                ),
                name="register_run_once_a_file",
            ),
            models.CheckConstraint(condition=~Q(regions=[]), name="register_run_has_regions"),
        ]
        indexes = [
            models.Index(
                fields=("claimed_until", "id"),
                condition=Q(
                    state__in=(RunState.CHECKING, RunState.IMPORTING, RunState.UNDOING),
                ),
                name="register_run_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def counts(self) -> dict[str, int]:
        """Rows by result; every row read is exactly one of the other four."""
        names = ("read", "created", "updated", "unchanged", "bad")
        return {name: getattr(self, name) for name in names}

    @property
    def has_rounded_niks(self) -> bool:
        """Tell whether so many NIK end in 0 that Excel has probably replaced their last digit."""
        return self.zero_niks >= FEW_NIKS and self.zero_niks * 2 > self.read

    @property
    def kept_until(self) -> datetime:
        """Time at which the file and the former values are deleted, and the undo with them."""
        until: datetime = (self.ended_at or self.created_at) + settings.REGISTER_RETENTION
        return until


class RegisterSeen(models.Model):
    """A NIB (13 bytes of text) or a sole proprietor's keyed NIK (16 bytes) that an import read.

    In the database, not in the worker's memory, so that memory stays flat and a resumed run has it.
    """

    run = models.ForeignKey(RegisterRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.BinaryField(max_length=16)
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("run", "key"), name="register_seen_once")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.line}"


class RegisterChange(models.Model):
    """What an import wrote to one enterprise at `written_at`; without former values it created it.

    The enterprise is unchanged since while its `updated_at` is `written_at`.
    """

    run = models.ForeignKey(
        RegisterRun, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    former_cipher = models.BinaryField(null=True)

    former = EncryptedText(cipher="former_cipher", row="place")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("run", "enterprise"), name="register_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.enterprise_id}"

    @property
    def place(self) -> str:
        """Row identifier that the encryption of the former values is bound to."""
        return f"{self.run_id}-{self.enterprise_id}"

    @property
    def former_values(self) -> dict[str, Any]:
        """The former values in their JSON types; empty for a created enterprise."""
        return dict(json.loads(self.former)) if self.former else {}
