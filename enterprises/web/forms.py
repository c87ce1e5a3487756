"""Forms of the enterprise pages; their input is validated by the service's cleaning."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import clock
from common.errors import FieldError, InvalidInput
from common.formats import number
from enterprises.enums import LegalForm
from enterprises.messages.refusals import LABELS
from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS, EnterpriseData, clean
from enterprises.services.registration import FIXED
from reference.enums import KbliVersion, Sector
from reference.models import Kbli
from reference.selectors.regions import all_regencies


class RawField(forms.Field):
    """A field that passes its input on unchecked: the service validates it and words the error."""

    prefix = ""
    suffix = ""
    is_short = False

    def clean(self, value: Any) -> str:
        return "" if value is None else str(value)


class RawMoneyField(RawField):
    """Rupiah; where JavaScript runs, dots are inserted while typing."""

    prefix = "Rp"

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value


class RawChoiceField(RawField, forms.ChoiceField):
    """One of a list; the service refuses any other value."""


def _text(name: str, *, help_text: Any = "", required: bool = True, **attrs: Any) -> RawField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return RawField(label=LABELS[name], help_text=help_text, required=required, widget=widget)


def _digits(name: str, *, help_text: Any = "", required: bool = True, **attrs: Any) -> RawField:
    return _text(name, help_text=help_text, required=required, inputmode="numeric", **attrs)


def _money(name: str, *, help_text: Any = "", required: bool = True) -> RawMoneyField:
    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "data-money": ""}
    )
    return RawMoneyField(label=LABELS[name], help_text=help_text, required=required, widget=widget)


class EnterpriseForm(forms.Form):
    """The contract's fields in three groups; a valid form has them as `enterprise_data`."""

    name = _text(
        "name", help_text=gettext_lazy("Seperti tertulis pada NIB."), autocomplete="organization"
    )
    legal_form = RawChoiceField(
        label=LABELS["legal_form"], choices=LegalForm, widget=forms.RadioSelect
    )
    nib = _digits("nib", help_text=gettext_lazy("13 angka. Belum punya? Buat gratis di oss.go.id."))
    nik = _digits(
        "nik",
        help_text=gettext_lazy(
            "16 angka pada KTP pemilik atau penanggung jawab. Disimpan tersandi, tidak ditampilkan."
        ),
    )
    npwp = _digits("npwp", help_text=gettext_lazy("15 atau 16 angka."), required=False)
    phone = RawField(
        label=LABELS["phone"],
        help_text=gettext_lazy("Untuk dihubungi dinas, misalnya 081234567890."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    regency = RawChoiceField(label=LABELS["regency"])
    address = RawField(
        label=LABELS["address"],
        help_text=gettext_lazy("Jalan, nomor, RT/RW, desa atau kelurahan, kecamatan."),
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "street-address"}),
    )
    sector = RawChoiceField(
        label=LABELS["sector"], choices=[("", gettext_lazy("Pilih satu")), *Sector.choices]
    )
    kbli = _digits(
        "kbli",
        help_text=gettext_lazy("5 angka, lihat pada NIB. Misalnya 31001 untuk mebel kayu."),
        list="daftar-kbli",
    )
    kbli_version = RawChoiceField(
        label=LABELS["kbli_version"],
        help_text=gettext_lazy("NIB yang dibuat atau diperbarui sejak 2026 memakai KBLI 2025."),
        choices=KbliVersion,
        widget=forms.RadioSelect,
    )
    founded_on = RawField(
        label=LABELS["founded_on"],
        help_text=gettext_lazy("Tanggal usaha mulai berjalan; boleh perkiraan."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    owner_capital = _money(
        "owner_capital",
        help_text=gettext_lazy("Tanpa tanah dan bangunan tempat usaha (PP 7/2021)."),
    )
    loan_capital = _money(
        "loan_capital",
        help_text=gettext_lazy("Pinjaman yang dipakai untuk usaha. Kosong berarti tidak ada."),
        required=False,
    )
    annual_sales = _money(
        "annual_sales", help_text=gettext_lazy("Seluruh penjualan dalam satu tahun terakhir.")
    )
    workers = _digits("workers", help_text=gettext_lazy("Termasuk Anda sendiri."))

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            gettext_lazy("Usaha"),
            ("name", "legal_form", "nib", "sector", "kbli", "kbli_version", "founded_on"),
        ),
        (gettext_lazy("Pemilik dan tempat usaha"), ("nik", "npwp", "phone", "regency", "address")),
        (
            gettext_lazy("Modal, penjualan, tenaga kerja"),
            ("owner_capital", "loan_capital", "annual_sales", "workers"),
        ),
    )

    def __init__(self, data: Any = None, *, with_consent: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.enterprise_data: EnterpriseData | None = None
        regencies = [(each.code, str(each)) for each in all_regencies()]
        cast(RawChoiceField, self.fields["regency"]).choices = [("", _("Pilih satu")), *regencies]
        self.fields["workers"].widget.attrs["class"] = "short"
        self.fields["kbli"].widget.attrs["class"] = "short"
        if with_consent:
            self.fields["consent"] = consent_field()

    def raw(self) -> dict[str, Any]:
        """Return the input for the service; a form with fixed fields adds those."""
        return {name: self.cleaned_data.get(name) for name in FIELDS}

    def clean(self) -> dict[str, Any]:
        try:
            self.enterprise_data = clean(self.raw(), today=clock.today())
        except InvalidInput as error:
            self.refuse(error.errors)
        return self.cleaned_data

    def refuse(self, errors: Iterable[FieldError]) -> None:
        """Show the service's errors beside their fields."""
        for error in errors:
            field = error.field if error.field in self.fields else None
            self.add_error(field, str(error.message))

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return headings and their bound fields, in the order of the page."""
        return [
            (str(title), [self[name] for name in names if name in self.fields])
            for title, names in self.groups
        ]

    @property
    def kbli_choices(self) -> list[tuple[str, str]]:
        """Codes of the portal's sectors in both editions, as suggestions only."""
        rows = Kbli.objects.order_by("code", "-version").values_list("code", "title")
        return list(dict(rows).items())


class ProfileForm(EnterpriseForm):
    """The fields an owner may change later; NIB, NIK and legal form stay as registered.

    An NPWP left empty stays unchanged: the stored one is never sent to the page.
    """

    def __init__(self, enterprise: Enterprise, data: Any = None) -> None:
        super().__init__(data, initial=_initial(enterprise))
        self.enterprise = enterprise
        for name in FIXED:
            del self.fields[name]
        if enterprise.npwp_index is not None:
            self.fields["npwp"].help_text = _("Sudah tersimpan. Isi hanya bila berubah.")

    def raw(self) -> dict[str, Any]:
        fixed = {name: getattr(self.enterprise, name) for name in FIXED}
        npwp = self.cleaned_data.get("npwp") or self.enterprise.npwp
        return {**super().raw(), **fixed, "npwp": npwp}


class ClaimForm(forms.Form):
    """NIB of the enterprise and the NIK of the person it belongs to."""

    nib = _digits(
        "nib",
        help_text=gettext_lazy(
            "13 angka pada dokumen NIB. Tidak tahu NIB usaha perorangan Anda? Kosongkan; dinas "
            "memeriksanya."
        ),
        required=False,
    )
    nik = _digits("nik", help_text=gettext_lazy("16 angka pada KTP Anda, untuk mencocokkan."))

    def __init__(self, data: Any = None, *, with_consent: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if with_consent:
            self.fields["consent"] = consent_field()


def consent_field() -> forms.BooleanField:
    """Return the field by which a helper confirms the consent of the owner."""
    return forms.BooleanField(
        label=_("Pemilik usaha setuju saya mendaftarkan dan mengajukan atas namanya."),
        error_messages={
            "required": _("Centang bila pemilik usaha sudah setuju. Tanpa itu tidak dapat lanjut.")
        },
    )


def _initial(enterprise: Enterprise) -> dict[str, Any]:
    editable = [name for name in FIELDS if name not in (*FIXED, "npwp", "regency")]
    return {
        **{name: getattr(enterprise, name) for name in editable},
        "regency": enterprise.regency_id,
    }
