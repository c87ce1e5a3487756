"""Parts of an enterprise's weeks that are promised to orders."""

from datetime import timedelta
from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import PromiseKind
from enterprises.models.enterprise import Enterprise
from enterprises.models.product import Product
from enterprises.policies.capacity import WHOLE_WEEK

LONGEST_OPTION: Final = timedelta(days=7)
# The upsert takes the lock on the row of the week, so two writers count one after the other, and
# the CHECK of that row (capacity_promised_within_week) refuses the one that exceeds the week.
_COUNT = """
IF TG_OP = 'INSERT' THEN
    IF NEW.released_at IS NULL THEN
        INSERT INTO enterprises_capacityweek (enterprise_id, week, promised_thousandths)
        VALUES (NEW.enterprise_id, NEW.week, NEW.thousandths)
        ON CONFLICT (enterprise_id, week) DO UPDATE SET promised_thousandths =
            enterprises_capacityweek.promised_thousandths + EXCLUDED.promised_thousandths;
    END IF;
ELSIF OLD.released_at IS NULL AND NEW.released_at IS NOT NULL THEN
    UPDATE enterprises_capacityweek
    SET promised_thousandths = promised_thousandths - OLD.thousandths
    WHERE enterprise_id = OLD.enterprise_id AND week = OLD.week;
END IF;
RETURN NULL;
"""
_OWN_PRODUCT = """
IF NOT EXISTS (
    SELECT 1 FROM enterprises_product p
    WHERE p.id = NEW.product_id AND p.enterprise_id = NEW.enterprise_id
) THEN
    RAISE EXCEPTION 'an enterprise promises its own products only'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
# A promise is fixed; an option may become a commitment, and either ends once.
_FIXED = """
IF OLD.released_at IS NOT NULL
   OR (OLD.enterprise_id, OLD.week, OLD.product_id, OLD.pieces, OLD.thousandths, OLD.subject,
       OLD.reference, OLD.made_at)
      IS DISTINCT FROM
      (NEW.enterprise_id, NEW.week, NEW.product_id, NEW.pieces, NEW.thousandths, NEW.subject,
       NEW.reference, NEW.made_at)
   OR OLD.kind = 'commitment' AND NEW.kind = 'option'
THEN
    RAISE EXCEPTION 'a promise is released, not changed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class CapacityPromise(models.Model):
    """Pieces of a product in a week, promised to a subject of an app above.

    `subject` is the opaque name of what it is promised to there, `reference` what people call it.
    `thousandths` is the part of the week, rounded up. An option counts until it is released, by a
    task or by the next writer after `expires_at`.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="capacity_promises"
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="promises")
    week = models.DateField(_("pekan mulai Senin"))
    pieces = models.PositiveIntegerField(_("jumlah"))
    thousandths = models.PositiveSmallIntegerField(_("bagian pekan (perseribu)"))
    subject = models.CharField(_("untuk"), max_length=80)
    reference = models.CharField(_("nomor"), max_length=60, blank=True)
    kind = models.CharField(_("sifat"), max_length=10, choices=PromiseKind)
    made_at = models.DateTimeField(_("dijanjikan pada"))
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True, blank=True)
    released_at = models.DateTimeField(_("dilepas pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("janji kapasitas")
        verbose_name_plural = pgettext_lazy("jamak", "janji kapasitas")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1), name="capacity_promise_of_a_week"
            ),
            models.CheckConstraint(
                condition=Q(pieces__gte=1, thousandths__gte=1, thousandths__lte=WHOLE_WEEK),
                name="capacity_promise_within_week",
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="capacity_promise_has_subject"),
            models.CheckConstraint(
                condition=Q(kind=PromiseKind.COMMITMENT, expires_at__isnull=True)
                | Q(
                    kind=PromiseKind.OPTION,
                    expires_at__isnull=False,
                    expires_at__gt=F("made_at"),
                    expires_at__lte=F("made_at") + LONGEST_OPTION,
                ),
                name="capacity_option_ends_in_a_week",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(released_at__gte=F("made_at")),
                name="capacity_promise_times_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=("enterprise", "week"),
                condition=Q(released_at__isnull=True),
                name="capacity_promise_open",
            ),
            models.Index(fields=("subject", "id"), name="capacity_promise_of_subject"),
            models.Index(
                fields=("expires_at",),
                condition=Q(released_at__isnull=True, kind=PromiseKind.OPTION),
                name="capacity_option_expiring",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="capacity_promise_own_product",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_OWN_PRODUCT,
            ),
            pgtrigger.Trigger(
                name="capacity_promise_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_FIXED,
            ),
            pgtrigger.Trigger(
                name="capacity_promise_counted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COUNT,
            ),
            pgtrigger.Protect(name="capacity_promise_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.reference or self.subject} · {self.week}"
