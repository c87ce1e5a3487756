"""An export order that many members make together."""

import uuid
from datetime import timedelta
from typing import Final

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock
from enterprises.enums import Incoterm
from enterprises.models import Enterprise
from supply.enums import ClosedAs, OrderState, PriceMode, RequestState
from supply.models.order_terms import OrderTerms
from supply.models.request import BuyerRequest
from supply.policies.delivery_weeks import Margins
from supply.policies.order_states import PAIRS

# Members are asked for a checked buyer, with an approved sample or a reason why none is needed.
_ASKED = f"""
IF OLD.state <> '{OrderState.PREPARING}'
   AND (OLD.request_id, OLD.no_sample_reason)
   IS DISTINCT FROM (NEW.request_id, NEW.no_sample_reason)
THEN
    RAISE EXCEPTION 'members were asked for this buyer and sample'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_as_asked';
END IF;
RETURN NEW;
"""

# {order} is a row of orders and {at} a moment. A request that ended without an order is lost.
LIVES: Final = f"""
    EXISTS (
        SELECT 1 FROM supply_exporterstanding s
        WHERE s.enterprise_id = {{order}}.exporter_id
          AND s.granted_at IS NOT NULL AND s.ended_at IS NULL
          AND s.expires_on >= ({{at}} AT TIME ZONE 'Asia/Jakarta')::date
    ) AND NOT EXISTS (
        SELECT 1 FROM supply_buyerrequest r
        WHERE r.id = {{order}}.request_id AND r.closed_as <> '{ClosedAs.MET}'
          AND r.state IN (
              '{RequestState.DECLINED}', '{RequestState.WITHDRAWN}', '{RequestState.CLOSED}')
    )
"""  # noqa: S608 - constants of this app
# Nobody is bound for a buyer who is gone, nor to who is exporter of record no longer; who is bound
# already is let go for these reasons alone.
_CLOSED_FOR_SOMEBODY: Final = f"""
IF NEW.state = '{OrderState.LETTERS_CLOSED}' AND OLD.state <> NEW.state
   AND NOT ({LIVES.format(order="NEW", at="NEW.ended_at")})
THEN
    RAISE EXCEPTION 'letters are not closed for a buyer who is gone, or by a former exporter'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_closed_for_somebody';
END IF;
IF OLD.state = '{OrderState.LETTERS_CLOSED}' AND NEW.state <> OLD.state
   AND ({LIVES.format(order="NEW", at="NEW.ended_at")})
THEN
    RAISE EXCEPTION 'closed letters bind while their order goes on'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'order_closed_binds';
END IF;
RETURN NEW;
"""


class Order(OrderTerms):
    """A quantity of one product for one buyer, of an exporter of record.

    `hs_code` says what members' products must be; `unit_price` is the one price of all, in whole
    rupiah, None where each member names its own. `no_sample_reason` says why members are asked
    without an approved sample, empty where there is one. Once members were asked, `first_week`,
    `weeks` and `makes_from` are fixed (Mondays); before that they are empty.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exporter = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="export_orders")
    request = models.ForeignKey(
        BuyerRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    title = models.CharField(_("barang yang dipesan"), max_length=120)
    hs_code = models.CharField(_("kode HS"), max_length=6)
    quantity = models.PositiveIntegerField(_("jumlah"))
    incoterm = models.CharField(_("syarat penyerahan"), max_length=3, choices=Incoterm)
    state = models.CharField(
        _("keadaan"), max_length=20, choices=OrderState, default=OrderState.PREPARING
    )
    begins_on = models.DateField(_("mulai bekerja"))
    material_on = models.DateField(_("bahan tersedia"))
    first_article_days = models.PositiveSmallIntegerField(_("hari sampai contoh pertama disetujui"))
    inspection_days = models.PositiveSmallIntegerField(_("hari pemeriksaan akhir"))
    rework_days = models.PositiveSmallIntegerField(_("hari perbaikan satu kali"))
    stuffing_days = models.PositiveSmallIntegerField(_("hari pemuatan ke kontainer"))
    port_closing_days = models.PositiveSmallIntegerField(_("hari penutupan pelabuhan"))
    buffer_permille = models.PositiveSmallIntegerField(_("cadangan (perseribu)"))
    new_member_percent = models.PositiveSmallIntegerField(
        _("pekan pertama anggota baru dihitung (persen)"), default=50
    )
    price_mode = models.CharField(_("cara harga"), max_length=10, choices=PriceMode)
    unit_price = models.BigIntegerField(_("harga satuan untuk anggota"), null=True, blank=True)
    certificates = ArrayField(
        models.SlugField(max_length=40), verbose_name=_("sertifikat wajib"), default=list
    )
    no_sample_reason = models.CharField(_("mengapa tanpa contoh"), max_length=300, blank=True)
    first_week = models.DateField(_("pekan pertama"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("jumlah pekan"), null=True, blank=True)
    makes_from = models.DateField(_("mulai membuat"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("dibuat pada"))
    ended_at = models.DateTimeField(_("ditutup pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("pesanan bersama")
        verbose_name_plural = pgettext_lazy("jamak", "pesanan bersama")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(each) for each in OrderState]), name="order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, buffer_permille__lte=500, new_member_percent__lte=100),
                name="order_figures_in_range",
            ),
            models.CheckConstraint(
                condition=Q(
                    advance_percent__lte=100,
                    penalty_percent_a_week__lte=F("penalty_cap_percent"),
                    penalty_cap_percent__lte=100,
                ),
                name="order_terms_in_range",
            ),
            models.CheckConstraint(
                condition=Q(price_mode=PriceMode.ONE_PRICE, unit_price__gte=1)
                | Q(price_mode=PriceMode.OWN_PRICE, unit_price__isnull=True),
                name="order_one_price_or_own",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(OrderState.PREPARING, OrderState.CANCELLED))
                | Q(first_week__isnull=False, weeks__gte=1, makes_from__gte=F("first_week")),
                name="order_weeks_fixed_once_asked",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(OrderState.LETTERS_CLOSED, OrderState.CANCELLED),
                    ended_at__isnull=False,
                )
                | Q(ended_at__isnull=True)
                & ~Q(state__in=(OrderState.LETTERS_CLOSED, OrderState.CANCELLED)),
                name="order_ended_when",
            ),
        ]
        indexes = [models.Index(fields=("exporter", "-id"), name="order_of_exporter")]
        triggers = [
            pgtrigger.FSM(name="order_life", field="state", transitions=list(PAIRS)),
            pgtrigger.Protect(name="order_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="order_as_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ASKED,
            ),
            pgtrigger.Trigger(
                name="order_closed_for_somebody",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_CLOSED_FOR_SOMEBODY,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The name of the order for people."""
        return f"PB-{clock.local_date(self.created_at):%Y}-{self.pk:05d}"

    @property
    def is_over(self) -> bool:
        """Whether its last week has passed; before the first invitation it has none."""
        if self.first_week is None or self.weeks is None:
            return False
        return clock.today() >= self.first_week + timedelta(weeks=self.weeks)

    @property
    def margins(self) -> Margins:
        """The days between the hub and the buyer's date."""
        return Margins(
            self.inspection_days, self.rework_days, self.stuffing_days, self.port_closing_days
        )

    @property
    def target(self) -> int:
        """Pieces to make: the quantity and its buffer, rounded up."""
        return -(-self.quantity * (1000 + self.buffer_permille) // 1000)


class OrderDelivery(models.Model):
    """A part of an order with the buyer's date; the days before it are fields of the order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries")
    due_on = models.DateField(_("tanggal pembeli"))
    quantity = models.PositiveIntegerField(_("jumlah"))

    class Meta:
        verbose_name = _("penyerahan")
        verbose_name_plural = pgettext_lazy("jamak", "penyerahan")
        ordering = ("due_on",)
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="delivery_of_pieces"),
            models.UniqueConstraint(fields=("order", "due_on"), name="delivery_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.due_on}"
