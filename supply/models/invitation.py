"""Members asked to offer, and what they offered."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock
from enterprises.models import Product
from supply.enums import OfferState, RequestState
from supply.models.order import Order
from supply.models.order_hub import OrderHub

# No member is asked to work for an unchecked buyer, or on a version without its sample.
_READY = f"""
IF NOT EXISTS (
    SELECT 1 FROM supply_order o JOIN supply_buyerrequest r ON r.id = o.request_id
    WHERE o.id = NEW.order_id AND r.exporter_id = o.exporter_id
      AND r.state = '{RequestState.TAKEN}' AND r.checked_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'members are asked for a checked buyer'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_of_checked_buyer';
END IF;
IF NOT EXISTS (
    SELECT 1 FROM supply_order o
    WHERE o.id = NEW.order_id AND o.no_sample_reason <> ''
) AND NOT EXISTS (
    SELECT 1 FROM supply_ordersample s JOIN supply_orderspecification v ON v.id = s.specification_id
    WHERE s.order_id = NEW.order_id AND s.is_approved AND v.order_id = NEW.order_id
      AND v.version = (SELECT max(w.version) FROM supply_orderspecification w
                       WHERE w.order_id = NEW.order_id)
) THEN
    RAISE EXCEPTION 'members are asked on an approved sample, or a reason for none'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_after_sample';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this app

# A workshop's products share its weeks, so it is asked once for an order. Of two that ask at the
# same moment the second waits for the order's row, and then sees what the first has written.
_ONCE = """
PERFORM 1 FROM supply_order WHERE id = NEW.order_id FOR NO KEY UPDATE;
IF EXISTS (
    SELECT 1 FROM supply_invitation i
    JOIN enterprises_product p ON p.id = i.product_id
    JOIN enterprises_product own ON own.id = NEW.product_id
    WHERE i.order_id = NEW.order_id AND i.id <> NEW.id AND p.enterprise_id = own.enterprise_id
) THEN
    RAISE EXCEPTION 'a member is asked once for an order'
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'invitation_once_a_member';
END IF;
RETURN NEW;
"""


class Invitation(models.Model):
    """A member asked to make its product for an order, with its answer; once for an order.

    `pieces` are whole pieces by week of the order; `unit_price` in rupiah and `min_lot` are the
    member's. For a member that `is_new` to the exporter the first week counts less. It is answered
    until the end of `answer_by` in Jakarta, which the exporter may move while there is no answer,
    last on `extended_at`. No answer means no, without any disadvantage.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invitations")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    hub = models.ForeignKey(OrderHub, on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField(_("anggota baru"), default=True)
    onboarding_cost = models.BigIntegerField(_("biaya mempersiapkan anggota"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("diundang pada"))
    answer_by = models.DateField(_("dijawab paling lambat"))
    extended_at = models.DateTimeField(_("diperpanjang pada"), null=True, blank=True)
    state = models.CharField(
        _("jawaban"), max_length=10, choices=OfferState, default=OfferState.INVITED
    )
    pieces = ArrayField(models.PositiveIntegerField(), verbose_name=_("jumlah seminggu"), null=True)
    unit_price = models.BigIntegerField(_("harga satuan"), null=True, blank=True)
    min_lot = models.PositiveIntegerField(_("jumlah paling sedikit"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("undangan anggota")
        verbose_name_plural = pgettext_lazy("jamak", "undangan anggota")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("order", "product"), name="invitation_once"),
            models.CheckConstraint(
                condition=Q(state=OfferState.INVITED, pieces=None, answered_at=None)
                | Q(state=OfferState.DECLINED, pieces=None, answered_at__isnull=False)
                | Q(
                    state=OfferState.OFFERED,
                    pieces__isnull=False,
                    unit_price__gte=1,
                    min_lot__gte=0,
                    valid_until__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="offer_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(onboarding_cost__gte=0), name="onboarding_not_negative"
            ),
        ]
        indexes = [models.Index(fields=("order", "id"), name="invitation_of_order")]
        triggers = [
            pgtrigger.Protect(name="invitation_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="invitation_ready",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_READY,
            ),
            pgtrigger.Trigger(
                name="invitation_once_a_member",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("order_id", "product_id"),  # type: ignore[no-untyped-call]
                func=_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.product}"

    @property
    def is_late(self) -> bool:
        """Whether the last day to answer is over in Jakarta."""
        return clock.today() > self.answer_by

    @property
    def subject(self) -> str:
        """What weeks that its member holds before a letter are promised to."""
        return f"supply.invitation:{self.pk}"
