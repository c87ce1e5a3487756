"""Forms with which an exporter leads an order."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.identity.hs_codes import hs_digits
from common.identity.numbers import IdentityError, check_phone
from common.web.fields import DayField, HsCodeField, PickField, PickIfNeeded
from common.web.guarded_forms import GuardedForm
from enterprises.enums import Incoterm
from supply.allocation.reading import MOST_PIECES, MOST_RUPIAH, MOST_UNIT_PRICE
from supply.enums import CostKind, Currency, MaterialBy, PriceMode, RateBorneBy, Surplus
from supply.policies.cost_sheet import lines_of
from supply.selectors.members.candidates import certificate_choices
from supply.services.orders.preparing import MOST_DELIVERIES, Due, OrderData
from supply.web.orders.fields import AmountField, CountField, text_field

_HS_DIGITS: Final = 6
_MOST_DAYS: Final = 60


def _days(label: Any, initial: int, most: int = _MOST_DAYS) -> CountField:
    return CountField(label=label, most=most, suffix=_("hari"), initial=initial)


def _percent(label: Any, initial: int, most: int = 100, **options: Any) -> CountField:
    return CountField(label=label, most=most, suffix="%", initial=initial, **options)


class OrderForm(GuardedForm):
    """What is ordered, when the buyer wants it, and what letters of commitment settle."""

    title = text_field(_("Barang yang dipesan"), 120)
    hs_code = HsCodeField(
        label=_("Kode HS, 6 angka"),
        help_text=_("Anggota dengan produk berkode ini dapat diundang. Misalnya 9401.53."),
    )
    specification = text_field(
        _("Spesifikasi"),
        4000,
        rows=8,
        help_text=_("Ukuran, bahan, warna, toleransi, kemasan. Perubahan menjadi versi baru."),
    )
    no_sample_reason = text_field(
        _("Mengapa tanpa contoh yang disetujui"),
        300,
        required=False,
        help_text=_(
            "Kosongkan bila Anda mencatat contoh yang disetujui. Misalnya: pesanan ulang dari "
            "contoh tahun lalu. Anggota membacanya."
        ),
    )
    incoterm = PickField(options=Incoterm.choices, label=_("Syarat penyerahan kepada pembeli"))
    begins_on = DayField(label=_("Mulai bekerja"))
    material_on = DayField(label=_("Bahan tersedia pada"))
    first_article_days = _days(_("Sampai contoh pertama disetujui"), 7)
    inspection_days = _days(_("Pemeriksaan akhir"), 3)
    rework_days = _days(_("Perbaikan satu kali"), 7)
    stuffing_days = _days(_("Pemuatan ke kontainer"), 2)
    port_closing_days = _days(_("Penutupan pelabuhan sebelum kapal"), 3)
    buffer_permille = CountField(
        label=_("Cadangan di atas jumlah pembeli"), most=500, suffix=_("perseribu"), initial=50
    )
    new_member_percent = _percent(
        _("Pekan pertama anggota baru dihitung"),
        50,
        help_text=_("Anggota yang belum pernah menerima surat Anda sedang belajar."),
    )
    price_mode = PickField(options=PriceMode.choices, label=_("Harga untuk anggota"))
    unit_price = AmountField(
        label=_("Harga satuan untuk semua anggota"),
        most=MOST_UNIT_PRICE,
        required=False,
        help_text=_("Isi bila satu harga untuk semua."),
    )
    certificates = forms.MultipleChoiceField(
        label=_("Sertifikat yang wajib sampai penyerahan terakhir"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_name = text_field(_("Orang yang dapat ditanya anggota"), 120)
    contact_phone = text_field(_("Nomor teleponnya"), 20)
    pays_within_days = _days(
        _("Anggota dibayar setelah barang baik diterima, paling lama"), 14, 120
    )
    advance_percent = _percent(_("Uang muka untuk anggota"), 0)
    material = PickField(options=MaterialBy.choices, label=_("Bahan"))
    penalty_percent_a_week = _percent(_("Denda terlambat seminggu"), 0)
    penalty_cap_percent = _percent(_("Denda seluruhnya paling banyak"), 0)
    exchange_rate = PickField(options=RateBorneBy.choices, label=_("Siapa menanggung kurs?"))
    surplus = PickField(options=Surplus.choices, label=_("Kelebihan barang"))
    force_majeure = text_field(_("Keadaan memaksa"), 1000, rows=3)
    claims = text_field(_("Klaim pembeli sesudah barang tiba"), 1000, rows=3)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        certificates = self.fields["certificates"]
        certificates.choices = certificate_choices()  # type: ignore[attr-defined]
        names = list(self.fields)
        for place in range(1, MOST_DELIVERIES + 1):
            needed = place == 1
            self.fields[f"due_{place}"] = DayField(
                label=_("Tanggal pembeli ke-%(place)s") % {"place": place}, required=needed
            )
            self.fields[f"quantity_{place}"] = CountField(
                label=_("Jumlah pada tanggal itu"),
                least=1,
                most=MOST_PIECES,
                suffix=_("buah"),
                required=needed,
            )
        after = names.index("begins_on")
        self.order_fields([*names[:after], *self._delivery_names(), *names[after:]])

    def clean_hs_code(self) -> str:
        digits = hs_digits(self.cleaned_data["hs_code"]) or ""
        if len(digits) != _HS_DIGITS:
            raise ValidationError(_("Kode HS pesanan terdiri dari 6 angka, misalnya 9401.53."))
        return digits

    def clean_contact_phone(self) -> str:
        try:
            return check_phone(self.cleaned_data["contact_phone"])
        except IdentityError as bad:
            raise ValidationError(
                _("Isi nomor telepon seluler Indonesia, misalnya 0812 3456 7890.")
            ) from bad

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(2, MOST_DELIVERIES + 1):
            on, quantity = cleaned.get(f"due_{place}"), cleaned.get(f"quantity_{place}")
            if (on is None) != (quantity is None):
                self.add_error(f"due_{place}", _("Isi tanggal dan jumlahnya, atau kosongkan."))
        return cleaned

    @property
    def order_data(self) -> OrderData:
        """What was typed; only of a valid form."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self._delivery_names()
        }
        deliveries = [
            Due(self.cleaned_data[f"due_{place}"], self.cleaned_data[f"quantity_{place}"])
            for place in range(1, MOST_DELIVERIES + 1)
            if self.cleaned_data.get(f"due_{place}")
        ]
        if typed["price_mode"] == PriceMode.OWN_PRICE:
            typed["unit_price"] = None
        return OrderData(deliveries=deliveries, **typed)

    @staticmethod
    def _delivery_names() -> list[str]:
        places = range(1, MOST_DELIVERIES + 1)
        return [name for place in places for name in (f"due_{place}", f"quantity_{place}")]


class HubForm(forms.Form):
    """A place where members bring their pieces."""

    name = text_field(_("Nama titik kumpul"), 120)
    opening_cost = AmountField(label=_("Biaya membukanya"), most=MOST_RUPIAH, initial=0)
    weekly_capacity = CountField(
        label=_("Paling banyak seminggu"),
        least=1,
        most=MOST_PIECES,
        suffix=_("buah"),
        required=False,
    )


class CostForm(forms.Form):
    """A line of the cost sheet, with its source."""

    kind = PickField(options=CostKind.choices, label=_("Biaya"))
    amount = AmountField(label=_("Untuk seluruh pesanan"))
    source = text_field(
        _("Sumber angka"), 200, help_text=_("Misalnya: penawaran PT Angkutan, 20 November 2026.")
    )

    def __init__(self, data: Any, incoterm: str) -> None:
        super().__init__(data)
        counted = [(kind, CostKind(kind).label) for kind in lines_of(incoterm)]
        self.fields["kind"] = PickField(options=counted, label=_("Biaya"))


class InviteForm(forms.Form):
    """Whom to ask, where they bring their pieces, until when they answer."""

    products = forms.TypedMultipleChoiceField(
        label=_("Anggota"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu anggota.")},
    )
    hub = PickField(options=[], label=_("Titik kumpul"))
    answer_by = DayField(label=_("Dijawab paling lambat"))
    onboarding_cost = AmountField(
        label=_("Biaya mempersiapkan satu anggota"), most=MOST_RUPIAH, initial=0, required=False
    )

    def __init__(
        self, data: Any, products: list[tuple[int, str]], hubs: list[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        self.fields["products"].choices = products  # type: ignore[attr-defined]
        self.fields["hub"].choices = hubs  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """Until when members who have not answered may answer."""

    answer_by = DayField(label=_("Dijawab paling lambat"))


class GradeForm(forms.Form):
    """How well the exporter knows a member's work."""

    member = forms.TypedChoiceField(label=_("Anggota"), coerce=int)
    grade = PickField(options=[(str(each), str(each)) for each in range(1, 6)], label=_("Nilai"))
    reason = text_field(_("Alasan, yang dibaca anggota"), 500, rows=2)

    def __init__(self, data: Any, members: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["member"].choices = members  # type: ignore[attr-defined]


class SampleForm(forms.Form):
    """Who makes a sample, and whether it is the approved one."""

    product = forms.TypedChoiceField(label=_("Pembuat contoh"), coerce=int)
    note = text_field(_("Catatan"), 300, required=False)
    is_approved = forms.BooleanField(label=_("Ini contoh yang disetujui"), required=False)

    def __init__(self, data: Any, products: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["product"].choices = products  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """Until when members answer their letters."""

    answer_by = DayField(label=_("Dijawab paling lambat"))


class QuoteForm(forms.Form):
    """The price that the exporter names to the buyer."""

    unit_price = forms.DecimalField(
        label=_("Harga satuan"), max_digits=14, decimal_places=2, min_value=0, localize=True
    )
    currency = PickField(options=Currency.choices, label=_("Mata uang"))
    valid_until = DayField(label=_("Berlaku sampai"))
    is_firm = PickIfNeeded(
        options=[("indikatif", _("Indikatif")), ("tetap", _("Tetap"))], label=_("Sifat")
    )

    def clean_unit_price(self) -> Any:
        price = self.cleaned_data["unit_price"]
        if price is not None and price <= 0:
            raise ValidationError(_("Isi harga di atas nol."))
        return price
