"""The form of a machine or a training that could make up for missing pieces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web.fields import PickField
from supply.allocation.reading import MOST_PIECES, MOST_RUPIAH
from supply.enums import MeasureKind
from supply.services.orders.measures import MOST_LEAD_WEEKS, MOST_UNITS, MeasureData
from supply.web.orders.fields import AmountField, CountField, text_field


class MeasureForm(forms.Form):
    """What one machine or training adds for one member, what it costs, and whose figure it is."""

    kind = PickField(options=MeasureKind.choices, label=_("Jenisnya"))
    name = text_field(_("Namanya"), 80, help_text=_("Misalnya: mesin bubut kayu."))
    group = forms.ChoiceField(label=_("Untuk anggota"), required=False)
    pieces = CountField(
        label=_("Tambahan satu anggota seminggu"),
        least=1,
        most=MOST_PIECES,
        suffix=_("buah"),
        help_text=_("Yang ditambah satu mesin atau satu pelatihan pada satu anggota."),
    )
    cost = AmountField(label=_("Biaya untuk satu anggota"), most=MOST_RUPIAH)
    most = CountField(label=_("Paling banyak"), least=1, most=MOST_UNITS, suffix=_("anggota"))
    lead_weeks = CountField(
        label=_("Waktu sampai dapat dipakai"), most=MOST_LEAD_WEEKS, suffix=_("pekan")
    )
    source = text_field(
        _("Sumber angka"),
        200,
        help_text=_("Dari siapa dan kapan, misalnya: penawaran CV Mesin Jaya, 20 November 2026."),
    )

    def __init__(self, data: Any, groups: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", _("siapa pun")),
            *groups,
        ]

    @property
    def measure_data(self) -> MeasureData:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        return MeasureData(**{**typed, "kind": MeasureKind(typed["kind"])})
