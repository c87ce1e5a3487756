"""Who works on an application, since when, and how each turn ended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import CLAIM_AGREES_SQL, Application


class HoldingEnd(models.TextChoices):
    """How a holding ended."""

    FINISHED = "finished", _("selesai dikerjakan")
    RELEASED = "released", _("dikembalikan ke antrean")
    TAKEN_OVER = "taken_over", _("diambil alih")
    HANDED_OVER = "handed_over", _("diserahkan")
    LAPSED = "lapsed", _("kembali ke antrean karena lama tidak dikerjakan")


class Holding(models.Model):
    """One official's turn with an application; `until` is null while it lasts.

    `Application.claimed_by` repeats the holder of the open holding, so that the queue is read from
    one index; both are written in one transaction, and at its end they must agree.
    `taken_from` is the colleague who held it before and did not give it back.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="holdings")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dipegang oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateTimeField(_("sejak"))
    until = models.DateTimeField(_("sampai"), null=True, blank=True)
    ended_as = models.CharField(
        _("berakhir"), max_length=12, choices=HoldingEnd.choices, blank=True
    )
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diambil dari"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("pemegang berkas")
        verbose_name_plural = pgettext_lazy("jamak", "pemegang berkas")
        ordering = ("application_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(until__isnull=True), name="holding_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_as="")
                | Q(until__isnull=False, until__gte=F("since"), ended_as__in=HoldingEnd.values),
                name="holding_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_from__isnull=True) | ~Q(taken_from=F("holder")),
                name="holding_taken_from_another",
            ),
        ]
        indexes = [
            models.Index(fields=("application", "id"), name="holding_of_application"),
            models.Index(
                fields=("since", "id"), condition=Q(until__isnull=True), name="holding_open_since"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="holding_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="holding_agrees_with_claim",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CLAIM_AGREES_SQL.format(
                    application="NEW.application_id", constraint="holding_agrees_with_claim"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.holder_id}"
