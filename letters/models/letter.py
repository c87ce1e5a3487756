"""Letters that the office writes, signs and is responsible for."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from common.jobs.leases import Leased
from letters.enums import LetterAction, LetterForm, LetterStatus, PositionKind, SignatureWay
from letters.models.batch import SigningBatch
from letters.models.number import LetterNumber
from letters.policies.status_table import MOVES

# The letter that a person holds never changes; what it is worth, and why, may.
_ISSUED_SQL = """
IF OLD.signed_at IS NOT NULL AND
    to_jsonb(OLD) - ARRAY['status', 'status_at', 'superseded_by_id', 'claim', 'claimed_until',
        'attempts']
    IS DISTINCT FROM
    to_jsonb(NEW) - ARRAY['status', 'status_at', 'superseded_by_id', 'claim', 'claimed_until',
        'attempts'] THEN
    RAISE EXCEPTION 'a letter that was issued never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_issued_stays';
END IF;
IF OLD.number_id IS NOT NULL AND NEW.number_id IS DISTINCT FROM OLD.number_id THEN
    RAISE EXCEPTION 'a number keeps its letter'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_keeps_number';
END IF;
RETURN NEW;
"""


class Letter(Leased):
    """One letter, from its draft to its end; the lease belongs to whoever signs it now.

    `subject` is what it is about, opaque here (`application:12`), `label` its name for people.
    `titles`, `bodies` and `values` are by language, frozen when it was drafted; `content` is what
    was typeset, frozen when it was signed. `asked_by` performed the act of signing; a seal follows
    it in the background. `trail` lists who drafted and initialled it.

    A statement (`is_statement`) is what the portal itself says under the office's seal, without a
    number and without a signer. A letter that `follows` one is owed until the day `sign_by`.
    """

    subject = models.CharField(max_length=60)
    label = models.CharField(_("tentang"), max_length=60)
    kind = models.SlugField(_("jenis surat"), max_length=40)
    agency = models.ForeignKey(
        Agency, verbose_name=_("dinas"), on_delete=models.PROTECT, related_name="letters"
    )
    position_kind = models.SlugField(_("penanda tangan"), max_length=40, choices=PositionKind)
    form = models.CharField(
        max_length=12,
        choices=LetterForm,
        default=LetterForm.LETTER,
        db_default=str(LetterForm.LETTER),
    )
    holder = models.CharField(_("diberikan kepada"), max_length=200)
    titles = models.JSONField()
    bodies = models.JSONField()
    values = models.JSONField(default=dict)
    copies_to = models.JSONField(_("tembusan"), default=list)
    trail = models.JSONField(default=list)
    months_valid = models.PositiveSmallIntegerField(null=True)
    until_year_end = models.BooleanField(default=False, db_default=False)
    # It cannot be signed earlier, for example when it is valid in a year that has not begun.
    not_before = models.DateField(_("tidak sebelum"), null=True)
    code = models.CharField(_("kode verifikasi"), max_length=16, unique=True)
    status = models.CharField(
        _("keadaan"), max_length=20, choices=LetterStatus, default=LetterStatus.WAITING
    )
    status_at = models.DateTimeField(_("keadaan sejak"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    trouble = models.SlugField(_("kendala"), max_length=40, blank=True)
    number = models.OneToOneField(
        LetterNumber,
        verbose_name=_("nomor"),
        on_delete=models.PROTECT,
        null=True,
        related_name="letter",
    )
    content: "models.JSONField[dict[str, Any] | None]" = models.JSONField(null=True)
    signature = models.CharField(_("cara"), max_length=10, choices=SignatureWay, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditandatangani oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("ditandatangani pada"), null=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True)
    stored_name = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )
    # The letter in force that this one replaces when it is signed.
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(_("disusun pada"))
    batch = models.ForeignKey(
        SigningBatch, on_delete=models.PROTECT, null=True, related_name="letters"
    )
    is_statement = models.BooleanField(default=False, db_default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followers"
    )
    sign_by = models.DateField(_("ditandatangani paling lambat"), null=True)

    class Meta:
        verbose_name = _("surat dinas")
        verbose_name_plural = pgettext_lazy("jamak", "surat dinas")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[str(each) for each in LetterStatus]),
                name="letter_status_known",
            ),
            # A signed letter is complete: number, content, file, holder of the position.
            models.CheckConstraint(
                condition=Q(
                    signed_at__isnull=True,
                    status__in=[str(LetterStatus.WAITING), str(LetterStatus.CANCELLED)],
                    sha256="",
                    stored_name="",
                )
                | (
                    Q(
                        signed_at__isnull=False,
                        signed_by__isnull=False,
                        number__isnull=False,
                        content__isnull=False,
                        signature__in=[str(each) for each in SignatureWay],
                    )
                    & ~Q(status__in=[str(LetterStatus.WAITING), str(LetterStatus.CANCELLED)])
                    & ~Q(sha256="")
                    & ~Q(stored_name="")
                )
                | (
                    Q(
                        is_statement=True,
                        signed_at__isnull=False,
                        content__isnull=False,
                        signature=str(SignatureWay.SEAL),
                    )
                    & ~Q(status__in=[str(LetterStatus.WAITING), str(LetterStatus.CANCELLED)])
                    & ~Q(sha256="")
                    & ~Q(stored_name="")
                ),
                name="letter_signed_whole",
            ),
            # A statement of the portal is not an act of a person and takes no number of the agenda.
            models.CheckConstraint(
                condition=Q(is_statement=False)
                | Q(
                    asked_by__isnull=True,
                    signed_by__isnull=True,
                    number__isnull=True,
                    follows__isnull=True,
                    corrects__isnull=True,
                ),
                name="letter_statement_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True, sign_by__isnull=True)
                | Q(follows__isnull=False, sign_by__isnull=False),
                name="letter_owed_whole",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_by__isnull=True)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="letter_asked_whole",
            ),
            # A letter that ends with its year cannot be signed in the year before.
            models.CheckConstraint(
                condition=Q(not_before__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("not_before")),
                name="letter_not_signed_early",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(status=str(LetterStatus.SUPERSEDED)),
                name="letter_superseded_by_fits",
            ),
            # At most one letter of a kind about a subject is open or in force; a correction
            # supersedes it.
            models.UniqueConstraint(
                fields=("subject", "kind"),
                condition=Q(status__in=[str(LetterStatus.VALID), str(LetterStatus.SUSPENDED)])
                | Q(status=str(LetterStatus.WAITING), corrects__isnull=True),
                name="letter_one_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=("corrects",),
                condition=Q(status=str(LetterStatus.WAITING)),
                name="letter_one_correction",
            ),
        ]
        indexes = [
            models.Index(fields=("subject", "id"), name="letter_by_subject"),
            models.Index(fields=("sha256",), condition=~Q(sha256=""), name="letter_by_sha256"),
            models.Index(
                fields=("agency", "position_kind", "sign_by", "id"),
                condition=Q(status="waiting_signature", is_statement=False),
                name="letter_tray",
            ),
            models.Index(
                fields=("claimed_until", "id"),
                condition=Q(status="waiting_signature", is_statement=True),
                name="letter_statement_to_seal",
            ),
            models.Index(
                fields=("asked_at", "id"),
                condition=Q(status="waiting_signature", asked_at__isnull=False),
                name="letter_to_sign",
            ),
            models.Index(
                fields=("valid_until", "id"),
                condition=Q(status__in=("valid", "suspended"), valid_until__isnull=False),
                name="letter_to_expire",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="letter_kept", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="letter_life",
                field="status",
                transitions=list(MOVES),
            ),
            pgtrigger.Trigger(
                name="letter_issued_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ISSUED_SQL,
            ),
        ]

    def __str__(self) -> str:
        return self.number.written if self.number else f"{self.kind} · {self.label}"


class LetterEvent(models.Model):
    """What was done to a letter, by whom, when and why; never changed."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("pada"))
    action = models.CharField(_("tindakan"), max_length=20, choices=LetterAction)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        verbose_name = _("riwayat surat")
        verbose_name_plural = pgettext_lazy("jamak", "riwayat surat")
        ordering = ("letter_id", "id")
        triggers = [
            pgtrigger.Protect(
                name="letter_event_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.action}"
