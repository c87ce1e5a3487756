"""Forms of the public tools: a loan, the class of a business, a deadline, a sampling plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates.working_days import MAX_DAYS
from common.money.instalments import MAX_MONTHS, MAX_PRINCIPAL
from common.money.rupiah import MAX_RUPIAH
from common.sampling import AQLS, LEVELS, MAX_LOT, MIN_LOT
from common.text.formats import number
from common.web.fields import DayField, MoneyField, PickField, WholeField

_PERCENT = 100
# There is no calendar before the first year, and none is known after the last.
_FIRST_YEAR, _LAST_YEAR = 1946, 2200
METHODS = (
    ("annuity", gettext_lazy("Anuitas: angsuran sama tiap bulan, bunga dari sisa pinjaman")),
    ("flat", gettext_lazy("Flat: bunga tiap bulan dari pinjaman awal")),
    ("declining", gettext_lazy("Menurun: pokok sama tiap bulan, bunga dari sisa pinjaman")),
)


class BoundedWhole(WholeField):
    """A whole number between two bounds, both included."""

    def __init__(self, *, smallest: int, largest: int, **options: Any) -> None:
        super().__init__(**options)
        self.smallest, self.largest = smallest, largest

    def run_validators(self, value: Any) -> None:
        _require_between(value, self.smallest, self.largest)


class BoundedMoney(BoundedWhole, MoneyField):
    """Rupiah between two bounds, both included."""


class PercentField(forms.DecimalField):
    """Percent per year as people write it here, `6`, `6,5` or `6.5`; gives a fraction."""

    suffix = "%"
    is_short = True

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            min_value=0, max_value=_PERCENT, decimal_places=4, widget=widget, **options
        )

    def to_python(self, value: Any) -> Any:
        text = value.replace(",", ".") if isinstance(value, str) else value
        return super().to_python(text)

    def clean(self, value: Any) -> Decimal | None:
        percent = super().clean(value)
        return None if percent is None else percent / _PERCENT


class LoanToolForm(forms.Form):
    """A loan at any rate, by one of three methods."""

    jumlah = BoundedMoney(label=gettext_lazy("Jumlah pinjaman"), smallest=1, largest=MAX_PRINCIPAL)
    bulan = BoundedWhole(label=gettext_lazy("Jangka waktu (bulan)"), smallest=1, largest=MAX_MONTHS)
    bunga = PercentField(
        label=gettext_lazy("Bunga per tahun (persen)"),
        help_text=gettext_lazy("Untuk syariah, isi marjin setara."),
    )
    metode = PickField(label=gettext_lazy("Cara menghitung"), options=METHODS)


class ClassToolForm(forms.Form):
    """The two amounts that decide the class by PP 7/2021."""

    modal = BoundedMoney(
        label=gettext_lazy("Modal usaha"),
        help_text=gettext_lazy(
            "Modal sendiri dan pinjaman, di luar tanah dan bangunan tempat usaha."
        ),
        smallest=0,
        largest=MAX_RUPIAH,
    )
    penjualan = BoundedMoney(
        label=gettext_lazy("Hasil penjualan setahun"),
        help_text=gettext_lazy("Perkiraan tidak apa-apa: penjualan sebulan dikali dua belas."),
        smallest=0,
        largest=MAX_RUPIAH,
    )


class DaysToolForm(forms.Form):
    """From which day, and how many working days."""

    mulai = DayField(label=gettext_lazy("Tanggal mulai"))
    hari = BoundedWhole(label=gettext_lazy("Jumlah hari kerja"), smallest=0, largest=MAX_DAYS)

    def clean_mulai(self) -> date:
        start: date = self.cleaned_data["mulai"]
        if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
            raise ValidationError(_("Pilih tanggal antara tahun 1946 dan 2200."), code="bad_date")
        return start


class SamplingToolForm(forms.Form):
    """The lot size, the inspection level and the acceptance quality limit (AQL)."""

    lot = BoundedWhole(label=gettext_lazy("Isi lot (buah)"), smallest=MIN_LOT, largest=MAX_LOT)
    tingkat = forms.ChoiceField(
        label=gettext_lazy("Tingkat pemeriksaan"),
        help_text=gettext_lazy(
            "II adalah yang biasa; S-1 sampai S-4 untuk uji yang merusak barang."
        ),
        choices=[(level, level) for level in LEVELS],
        initial="II",
    )
    aql = forms.ChoiceField(
        label=gettext_lazy("AQL (persen cacat yang masih diterima)"),
        choices=[(aql, aql.replace(".", ",")) for aql in AQLS],
        initial="2.5",
    )


def _require_between(value: Any, smallest: int, largest: int) -> None:
    if value is None:
        return
    if value < smallest:
        raise ValidationError(
            _("Angka paling kecil %(limit)s.") % {"limit": number(smallest)}, code="too_small"
        )
    if value > largest:
        raise ValidationError(
            _("Angka paling besar %(limit)s.") % {"limit": number(largest)}, code="too_large"
        )
