"""Plans of an order: what was asked and what came out."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.jobs.leases import Leased
from supply.enums import PlanFailure, PlanState
from supply.models.order import Order

# A result is kept as it was: letters and decisions are based on it.
_FIXED = f"""
IF OLD.state <> '{PlanState.WAITING}' AND OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a plan that was made is not changed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class PlanRun(Leased):
    """One plan: what the exporter set, what the engine was given, and its answer.

    `problem` has the plain values that were given; money is whole rupiah. Once made, a plan never
    changes. `failure` says why one failed.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("rencana ke-"))
    is_repair = models.BooleanField(_("rencana pengganti"), default=False)
    choices = models.JSONField(_("pengaturan"))
    problem = models.JSONField(_("yang dihitung"), null=True)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=PlanState, default=PlanState.WAITING
    )
    result = models.JSONField(_("hasil"), null=True)
    failure = models.CharField(
        _("sebab gagal"), max_length=10, choices=PlanFailure, blank=True, default=""
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("diminta pada"))
    done_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("rencana pesanan")
        verbose_name_plural = pgettext_lazy("jamak", "rencana pesanan")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("order", "number"), name="plan_number_once"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DONE, result__isnull=False, done_at__isnull=False)
                | Q(state=PlanState.FAILED, result=None, done_at__isnull=False)
                | Q(state=PlanState.WAITING, result=None, done_at=None),
                name="plan_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(failure="") | Q(state=PlanState.FAILED), name="plan_failure_of_failed"
            ),
        ]
        indexes = [
            models.Index(fields=("id",), condition=Q(state=PlanState.WAITING), name="plan_waiting")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="plan_made_is_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_FIXED,
            ),
            pgtrigger.Protect(name="plan_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.number}"
