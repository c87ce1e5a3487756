"""The form with which a member offers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.text.formats import date_short
from common.web.fields import DayField
from common.web.guarded_forms import GuardedForm
from enterprises.selectors.capacity import FreeWeek
from supply.allocation.reading import MOST_UNIT_PRICE
from supply.enums import PriceMode
from supply.models import Order
from supply.selectors.plans.problem import first_counted
from supply.services.members.offering import MOST_PIECES, OfferData
from supply.web.orders.fields import AmountField, CountField


class OfferForm(GuardedForm):
    """Pieces for every week that counts, the price where each names its own, the least lot."""

    def __init__(
        self, order: Order, free: list[FreeWeek], data: Any = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self._order, self._weeks = order, len(free)
        first = first_counted(order)
        for place, week in enumerate(free, start=1):
            if week.week < first:
                continue
            self.fields[f"week_{place}"] = CountField(
                label=_("Pekan mulai %(day)s") % {"day": date_short(week.week)},
                most=MOST_PIECES,
                suffix=_("buah"),
                help_text=_("Menurut isian kapasitas Anda masih dapat %(pieces)s buah.")
                % {"pieces": week.pieces},
            )
        if order.price_mode == PriceMode.OWN_PRICE:
            self.fields["unit_price"] = AmountField(
                label=_("Harga satuan"),
                least=1,
                most=MOST_UNIT_PRICE,
                help_text=_("Untuk satu buah, sampai titik kumpul."),
            )
        self.fields["min_lot"] = CountField(
            label=_("Jumlah paling sedikit"),
            most=MOST_PIECES,
            suffix=_("buah"),
            help_text=_("Kurang dari ini Anda tidak ikut. Isi 0 bila berapa pun boleh."),
        )
        self.fields["valid_until"] = DayField(label=_("Penawaran berlaku sampai"))

    @property
    def first_week(self) -> str | None:
        """The name of the field of the first week; None where no week counts any more."""
        return next((name for name in self.fields if name.startswith("week_")), None)

    @property
    def offer_data(self) -> OfferData:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        return OfferData(
            pieces=[typed.get(f"week_{place}", 0) for place in range(1, self._weeks + 1)],
            unit_price=typed.get("unit_price") or self._order.unit_price or 0,
            min_lot=typed["min_lot"],
            valid_until=typed["valid_until"],
        )
