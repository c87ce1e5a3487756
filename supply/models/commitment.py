"""Letters of commitment, and the members' answers."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.enums import LetterState, OrderState
from supply.models.invitation import Invitation
from supply.models.order import LIVES, Order
from supply.models.plan_run import PlanRun

# What a letter says is fixed; its answer is given once, and an accepted one is withdrawn only
# while the letters of its order are open, or the closed order does not go on.
_FIXED = f"""
IF (OLD.order_id, OLD.invitation_id, OLD.plan_id, OLD.pieces, OLD.unit_price, OLD.content, OLD.code,
    OLD.answer_by, OLD.sent_at)
   IS DISTINCT FROM
   (NEW.order_id, NEW.invitation_id, NEW.plan_id, NEW.pieces, NEW.unit_price, NEW.content, NEW.code,
    NEW.answer_by, NEW.sent_at)
   OR OLD.state <> NEW.state
      AND NOT (OLD.state = '{LetterState.WAITING}'
               OR OLD.state = '{LetterState.ACCEPTED}'
                  AND NEW.state IN ('{LetterState.WITHDRAWN}', '{LetterState.CANCELLED}'))
THEN
    RAISE EXCEPTION 'a letter of commitment is not changed' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state <> NEW.state AND NOT EXISTS (
    SELECT 1 FROM supply_order o
    WHERE o.id = NEW.order_id
      AND (o.state = '{OrderState.LETTERS_OUT}'
           OR o.state = '{OrderState.LETTERS_CLOSED}' AND OLD.state = '{LetterState.ACCEPTED}'
              AND NOT ({LIVES.format(order="o", at="NEW.ended_at")}))
) THEN
    RAISE EXCEPTION 'letters are answered while they are out' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this app


class Commitment(models.Model):
    """A letter to one member: its pieces by week of the order, its price, the terms as they were.

    `content` is all that the letter says, as plain values. `accepted_by` signs for the member and
    is no helper. `code` identifies the letter at `/verifikasi/`.
    """

    SUBJECT: ClassVar[str] = "supply.commitment:"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="letters")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="letters")
    plan = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="letters")
    pieces = ArrayField(models.PositiveIntegerField(), verbose_name=_("jumlah seminggu"))
    unit_price = models.BigIntegerField(_("harga satuan"))
    content = models.JSONField(_("isi surat"))
    code = models.CharField(_("kode verifikasi"), max_length=16, unique=True)
    answer_by = models.DateTimeField(_("dijawab paling lambat"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("dikirim pada"))
    state = models.CharField(
        _("jawaban"), max_length=10, choices=LetterState, default=LetterState.WAITING
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diterima oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    accepted_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("surat kesanggupan")
        verbose_name_plural = pgettext_lazy("jamak", "surat kesanggupan")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("sent_at")), name="letter_answered_after_sending"
            ),
            models.CheckConstraint(
                condition=Q(state=LetterState.WAITING, accepted_at=None, ended_at=None)
                | Q(
                    state=LetterState.ACCEPTED,
                    accepted_at__lte=F("answer_by"),
                    accepted_by__isnull=False,
                    ended_at=None,
                )
                | Q(
                    state__in=(LetterState.WITHDRAWN, LetterState.CANCELLED), ended_at__isnull=False
                )
                | Q(
                    state__in=(LetterState.DECLINED, LetterState.SILENT),
                    accepted_at=None,
                    ended_at__isnull=False,
                ),
                name="letter_answer_whole",
            ),
            # At most one live letter of an order per member.
            models.UniqueConstraint(
                fields=("invitation",),
                condition=Q(state__in=(LetterState.WAITING, LetterState.ACCEPTED)),
                name="letter_open_once",
            ),
        ]
        indexes = [models.Index(fields=("order", "id"), name="letter_of_order")]
        triggers = [
            pgtrigger.Trigger(
                name="letter_is_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_FIXED,
            ),
            pgtrigger.Protect(name="letter_of_order_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.invitation_id}"

    @property
    def quantity(self) -> int:
        """All pieces of the letter."""
        return sum(self.pieces)

    @property
    def subject(self) -> str:
        """What the capacity of its weeks is promised to."""
        return f"{self.SUBJECT}{self.pk}"
