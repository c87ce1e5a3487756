"""Prices that an exporter names to a buyer."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import Incoterm
from supply.enums import Currency, LetterState, OrderState, RequestState
from supply.models.order import Order
from supply.models.request import BuyerRequest

# The letters of a closed order that is active no longer change: what covers the target today covers
# it later.
_COVERED = f"""
IF NEW.is_firm AND NOT EXISTS (
    SELECT 1 FROM supply_order o
    WHERE o.id = NEW.order_id AND o.state = '{OrderState.LETTERS_CLOSED}'
      AND (SELECT coalesce(sum(piece), 0) FROM supply_commitment c, unnest(c.pieces) AS piece
           WHERE c.order_id = o.id AND c.state = '{LetterState.ACCEPTED}')
          >= ceil(o.quantity::numeric * (1000 + o.buffer_permille) / 1000)
) THEN
    RAISE EXCEPTION 'a firm quote stands on letters that cover the target'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this app
# One buyer never reads what was quoted to another.
_FOR_ITS_BUYER = f"""
IF NEW.request_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM supply_order o JOIN supply_buyerrequest r ON r.id = o.request_id
    WHERE o.id = NEW.order_id AND r.id = NEW.request_id AND r.state = '{RequestState.TAKEN}'
) THEN
    RAISE EXCEPTION 'a quote is shown to the buyer of its order'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_of_its_request';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this app


class Quote(models.Model):
    """A price a piece for the buyer, typed by the exporter; firm only on accepted letters.

    `request` is the one whose buyer reads it: that of the order when it was quoted, None where the
    order had no open one then; nobody but the exporter reads that quote in the portal. `quantity`
    is in pieces of the order when it was quoted: one in preparation may change.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="quotes")
    request = models.ForeignKey(
        BuyerRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="quotes"
    )
    is_firm = models.BooleanField(_("tetap"))
    quantity = models.PositiveIntegerField(_("jumlah"))
    unit_price = models.DecimalField(_("harga satuan"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("mata uang"), max_length=3, choices=Currency)
    incoterm = models.CharField(_("syarat penyerahan"), max_length=3, choices=Incoterm)
    valid_until = models.DateField(_("berlaku sampai"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("dibuat pada"))

    class Meta:
        verbose_name = _("penawaran kepada pembeli")
        verbose_name_plural = pgettext_lazy("jamak", "penawaran kepada pembeli")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_price__gt=0, currency__in=[str(each) for each in Currency]),
                name="quote_of_a_price",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="quote_of_pieces"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="quote_firm_is_covered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_COVERED,
            ),
            pgtrigger.Trigger(
                name="quote_for_its_buyer",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_FOR_ITS_BUYER,
            ),
            pgtrigger.Protect(name="quote_is_kept", operation=pgtrigger.Delete | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.currency}"
