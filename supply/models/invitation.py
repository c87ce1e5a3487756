"""Members asked to offer, and what they offered."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models import Product
from supply.enums import OfferState
from supply.models.order import Order
from supply.models.order_costs import OrderHub


class Invitation(models.Model):
    """A member asked to make its product for an order, with its answer.

    `pieces` are whole pieces by week of the order; `unit_price` in rupiah and `min_lot` are the
    member's. Of one that `is_new` to the exporter the first week counts less. No answer is no,
    and is kept against nobody.
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
        triggers = [pgtrigger.Protect(name="invitation_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.order} · {self.product}"

    @property
    def subject(self) -> str:
        """What weeks that its member holds before a letter are promised to."""
        return f"supply.invitation:{self.pk}"
