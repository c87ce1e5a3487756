"""What a buyer looks for in the catalogue."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.lists.word_search import explain
from common.text.typed import plain_marks
from common.web.fields import WholeField
from reference.enums import Sector
from supply.selectors.catalogue import Filters, certificate_choices, regency_choices

_MOST_TYPED = 200
_LARGEST = 10**9


class CatalogueForm(forms.Form):
    """The filters of the list; all may stay empty."""

    all_optional = True

    q = forms.CharField(
        label=gettext_lazy("Cari produk"),
        required=False,
        max_length=_MOST_TYPED,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sektor"), required=False)
    certificate = forms.ChoiceField(label=gettext_lazy("Sertifikat"), required=False)
    regency = forms.ChoiceField(label=gettext_lazy("Kabupaten/kota"), required=False)
    material = forms.CharField(label=gettext_lazy("Bahan"), required=False, max_length=_MOST_TYPED)
    hs = forms.CharField(
        label=gettext_lazy("Kode HS"),
        help_text=gettext_lazy("Awalannya cukup, misalnya 9401."),
        required=False,
        max_length=_MOST_TYPED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    min_monthly_capacity = WholeField(
        label=gettext_lazy("Kapasitas bersama sebulan, paling sedikit"), required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        everything = [("", _("Semua"))]
        choices = {
            "sector": [(each.value, str(each.label)) for each in Sector],
            "certificate": certificate_choices(),
            "regency": regency_choices(),
        }
        for name, found in choices.items():
            self.fields[name].choices = [*everything, *found]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return self._searchable("q")

    def clean_material(self) -> str:
        return self._searchable("material")

    def clean_hs(self) -> str:
        """Return the digits of the beginning of a code. Raises ValidationError."""
        digits = plain_marks(self.cleaned_data["hs"]).replace(".", "").replace(" ", "")
        if digits and not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 8):
            raise ValidationError(_("Tulis 2 sampai 8 angka, misalnya 9401 atau 9401.53."))
        return digits

    def clean_min_monthly_capacity(self) -> int | None:
        """Return the number of pieces. Raises ValidationError."""
        number = self.cleaned_data["min_monthly_capacity"]
        if number is not None and not 0 <= number <= _LARGEST:
            raise ValidationError(_("Tulis jumlah sampai satu miliar."))
        return None if number is None else int(number)

    def _searchable(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        problem = explain(text)
        if problem:
            raise ValidationError(problem)
        return text

    def filters(self) -> Filters:
        """Return what was asked for; only of a valid form."""
        sent = self.cleaned_data
        return Filters(**{name: sent[name] for name in self.fields})
