"""A week of an enterprise: what it keeps free for pooled orders, and how much is promised."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import CapacitySource
from enterprises.models.enterprise import Enterprise
from enterprises.policies.capacity import WHOLE_WEEK, left_of

# Only the trigger of `CapacityPromise` counts promises; it fires this one at a depth of two.
_COUNTED_BY_PROMISES = """
IF pg_trigger_depth() < 2 AND (
    TG_OP = 'INSERT' AND NEW.promised_thousandths <> 0
    OR TG_OP = 'UPDATE' AND (
        NEW.promised_thousandths <> OLD.promised_thousandths
        OR NEW.week <> OLD.week OR NEW.enterprise_id <> OLD.enterprise_id
    )
) THEN
    RAISE EXCEPTION 'what is promised of a week is the sum of its promises'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class CapacityWeek(models.Model):
    """One week, by its Monday, in thousandths of a normal week over all products together.

    `free_thousandths` is the part for pooled orders, what is promised already included; NULL where
    nobody stated one. `promised_thousandths` is the sum of the promises that are not released, kept
    by the database. What is free may fall below what is promised: that causes a warning, not an
    error.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="capacity_weeks"
    )
    week = models.DateField(_("pekan mulai Senin"))
    free_thousandths = models.PositiveSmallIntegerField(
        _("bagian untuk pesanan bersama (perseribu)"), null=True, blank=True
    )
    promised_thousandths = models.PositiveSmallIntegerField(
        _("sudah dijanjikan (perseribu)"), default=0, db_default=0, editable=False
    )
    stated_at = models.DateTimeField(_("diisi pada"), null=True, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diisi oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.CharField(
        _("asal isian"),
        max_length=10,
        choices=CapacitySource,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = _("kapasitas pekan")
        verbose_name_plural = pgettext_lazy("jamak", "kapasitas pekan")
        ordering = ("enterprise_id", "week")
        constraints = [
            models.UniqueConstraint(fields=("enterprise", "week"), name="capacity_week_once"),
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1), name="capacity_week_begins_on_monday"
            ),
            models.CheckConstraint(
                condition=Q(promised_thousandths__gte=0, promised_thousandths__lte=WHOLE_WEEK),
                name="capacity_promised_within_week",
            ),
            models.CheckConstraint(
                condition=Q(free_thousandths__isnull=True)
                | Q(free_thousandths__gte=0, free_thousandths__lte=WHOLE_WEEK),
                name="capacity_free_within_week",
            ),
            models.CheckConstraint(
                condition=Q(
                    free_thousandths__isnull=True,
                    stated_at__isnull=True,
                    stated_by__isnull=True,
                    source="",
                )
                | Q(
                    free_thousandths__isnull=False,
                    stated_at__isnull=False,
                    stated_by__isnull=False,
                    source__in=[str(each) for each in CapacitySource],
                ),
                name="capacity_stated_by_whom_and_when",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="capacity_counted_by_promises",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COUNTED_BY_PROMISES,
            ),
            pgtrigger.Protect(name="capacity_week_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.week}"

    @property
    def left_thousandths(self) -> int:
        """What can still be promised, in thousandths."""
        return left_of(self.free_thousandths, self.promised_thousandths)
