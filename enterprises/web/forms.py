"""Forms of the enterprise pages; their input is validated by the service's cleaning."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import clock
from common.errors import FieldError, InvalidInput
from common.identity.numbers import IdentityError, check_nik
from common.text.formats import number
from common.text.typed import says_nothing
from common.web.form_errors import show_errors
from common.web.guarded_forms import GuardedForm
from enterprises.enums import LegalForm
from enterprises.messages.refusals import LABELS
from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS, MAX_SKU, EnterpriseData, clean
from enterprises.services.registration import FIXED
from enterprises.web.kbli_codes import KbliFound, all_codes, codes_for, picked_code
from reference.enums import KbliVersion, Sector
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


_SKU_NEEDED = gettext_lazy(
    "Nomor SKU belum diisi. Salin dari surat kelurahan/desa. Belum punya surat? Pilih “Belum punya "
    "keduanya” di atas."
)


class RawChoiceField(RawField, forms.ChoiceField):
    """One of a list; the service refuses any other value."""


def _text(name: str, *, help_text: Any = "", required: bool = True, **attrs: Any) -> RawField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return RawField(label=LABELS[name], help_text=help_text, required=required, widget=widget)


def digits_field(
    name: str, *, help_text: Any = "", required: bool = True, **attrs: Any
) -> RawField:
    return _text(name, help_text=help_text, required=required, inputmode="numeric", **attrs)


def _money(name: str, *, help_text: Any = "", required: bool = True) -> RawMoneyField:
    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "data-money": ""}
    )
    return RawMoneyField(label=LABELS[name], help_text=help_text, required=required, widget=widget)


class RegistrationBasis(TextChoices):
    """What a person has to register with, as the address of the form names it."""

    NIB = "nib", gettext_lazy("NIB")
    SKU = "sku", gettext_lazy("Surat keterangan usaha (SKU) dari kelurahan/desa")
    NEITHER = "belum", gettext_lazy("Belum punya keduanya")


# Fields that the form leaves out, by what the person has.
_NOT_ASKED: Mapping[RegistrationBasis, tuple[str, ...]] = {
    RegistrationBasis.NIB: ("sku_number",),
    RegistrationBasis.SKU: ("nib", "legal_form"),
    RegistrationBasis.NEITHER: (
        "nib", "sku_number", "legal_form", "founded_on", "loan_capital", "annual_sales", "workers",
    ),
}  # fmt: skip
# Other help texts for those who cannot look a value up on a NIB.
_WITHOUT_NIB: Mapping[str, Any] = {
    "kbli": gettext_lazy(
        "5 angka menurut kegiatan usaha. Tidak hafal? Ketik kata seperti mebel atau batik, lalu "
        "pilih kodenya."
    ),
    "kbli_version": gettext_lazy("Tidak tahu? Biarkan KBLI 2025."),
}
_OF_A_CANDIDATE: Mapping[str, Any] = {
    "name": gettext_lazy("Nama usaha yang direncanakan; boleh nama Anda sendiri."),
    "address": gettext_lazy("Tempat usaha yang direncanakan; boleh alamat rumah."),
    "owner_capital": gettext_lazy("Modal yang direncanakan, tanpa tanah dan bangunan. Boleh 0."),
}


class EnterpriseForm(forms.Form):
    """The contract's fields in three groups; a valid form has them as `enterprise_data`."""

    name = _text(
        "name", help_text=gettext_lazy("Seperti tertulis pada NIB."), autocomplete="organization"
    )
    legal_form = RawChoiceField(
        label=LABELS["legal_form"], choices=LegalForm, widget=forms.RadioSelect
    )
    nib = digits_field(
        "nib", help_text=gettext_lazy("13 angka. Belum punya? Buat gratis di oss.go.id.")
    )
    sku_number = _text(
        "sku_number",
        help_text=gettext_lazy("Salin nomor pada surat dari kelurahan/desa, misalnya 470/12/2026."),
        maxlength=str(MAX_SKU),
    )
    nik = digits_field(
        "nik",
        help_text=gettext_lazy(
            "16 angka pada KTP pemilik atau penanggung jawab. Disimpan tersandi, tidak ditampilkan."
        ),
    )
    npwp = digits_field("npwp", help_text=gettext_lazy("15 atau 16 angka."), required=False)
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
    kbli = _text(
        "kbli",
        help_text=gettext_lazy(
            "5 angka seperti pada NIB, misalnya 31001. Tidak hafal? Ketik kata seperti mebel atau "
            "batik, lalu pilih kodenya."
        ),
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
    workers = digits_field("workers", help_text=gettext_lazy("Termasuk pemiliknya."))

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            gettext_lazy("Usaha"),
            (
                "name",
                "legal_form",
                "nib",
                "sku_number",
                "sector",
                "kbli",
                "kbli_version",
                "founded_on",
            ),
        ),
        (gettext_lazy("Pemilik dan tempat usaha"), ("nik", "npwp", "phone", "regency", "address")),
        (
            gettext_lazy("Modal, penjualan, tenaga kerja"),
            ("owner_capital", "loan_capital", "annual_sales", "workers"),
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        standing: RegistrationBasis | None = RegistrationBasis.NIB,
        with_consent: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(picked_code(data), **options)
        self.standing = standing
        self.kbli_found: KbliFound | None = None
        self.enterprise_data: EnterpriseData | None = None
        if standing is not None:
            for name in _NOT_ASKED[standing]:
                del self.fields[name]
        if standing in (RegistrationBasis.SKU, RegistrationBasis.NEITHER):
            self._explain_without_nib()
        regencies = [(each.code, str(each)) for each in all_regencies()]
        cast(RawChoiceField, self.fields["regency"]).choices = [("", _("Pilih satu")), *regencies]
        if "workers" in self.fields:
            self.fields["workers"].widget.attrs["class"] = "short"
        # Errors are summed up in the order of the page.
        self.order_fields([name for _title, names in self.groups for name in names])
        if with_consent:
            self.fields["consent"] = consent_field()

    def raw(self) -> dict[str, Any]:
        """Return the input for the service; a form with fixed fields adds those."""
        given = {name: self.cleaned_data.get(name) for name in FIELDS}
        if self.standing in (None, RegistrationBasis.NIB):
            return given
        is_candidate = self.standing == RegistrationBasis.NEITHER
        return {**given, "legal_form": LegalForm.SOLE.value, "candidate": is_candidate}

    def clean(self) -> dict[str, Any]:
        try:
            self.enterprise_data = clean(self.raw(), today=clock.today())
        except InvalidInput as error:
            self.refuse(error.errors)
        return self.cleaned_data

    def refuse(self, errors: Iterable[FieldError]) -> None:
        """Show the service's errors beside their fields."""
        for error in errors:
            if error.field == "nib" and error.code == "required" and "sku_number" in self.fields:
                self.add_error("sku_number", _SKU_NEEDED)
                continue
            if error.field == "kbli" and error.code == "kbli_not_5_digits":
                self._offer_codes()
                continue
            show_errors(self, error)

    @property
    def nik_of_one_person(self) -> str:
        """The NIK of a sole proprietor as typed, where it is one; else ''."""
        given = self.raw()
        if given["legal_form"] != LegalForm.SOLE:
            return ""
        try:
            return check_nik(str(given["nik"]))
        except IdentityError:
            return ""

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return headings and their bound fields, in the order of the page."""
        return [
            (str(title), [self[name] for name in names if name in self.fields])
            for title, names in self.groups
        ]

    def _explain_without_nib(self) -> None:
        texts = dict(_WITHOUT_NIB)
        texts["name"] = gettext_lazy("Seperti tertulis pada surat.")
        if self.standing == RegistrationBasis.NEITHER:
            texts |= _OF_A_CANDIDATE
        for name, text in texts.items():
            self.fields[name].help_text = text
        self.initial.setdefault("kbli_version", KbliVersion.KBLI_2025.value)

    def _offer_codes(self) -> None:
        """Offer the codes of the chosen edition that fit the words typed instead of a code."""
        typed = str(self.cleaned_data.get("kbli") or "")
        version = str(self.cleaned_data.get("kbli_version") or "")
        self.kbli_found = codes_for(typed, version)
        self.add_error("kbli", self.kbli_found.sentence)

    @property
    def kbli_choices(self) -> list[tuple[str, str]]:
        """Codes of the portal's sectors, each with its edition; suggestions only."""
        return all_codes()


class ProfileForm(GuardedForm, EnterpriseForm):
    """The fields an owner may change later; NIB, NIK and legal form stay as registered.

    A NIB is asked while there is none. An NPWP left empty stays unchanged: the stored one is never
    sent to the page.
    """

    masked: ClassVar[frozenset[str]] = frozenset({"npwp"})

    def __init__(self, enterprise: Enterprise, data: Any = None) -> None:
        super().__init__(data, standing=None, initial=_initial(enterprise))
        self.enterprise = enterprise
        self._keep_registered()
        if enterprise.npwp_index is not None:
            self.fields["npwp"].help_text = _("Sudah tersimpan. Isi hanya bila berubah.")
        if enterprise.nib is None:
            for name, text in _WITHOUT_NIB.items():
                self.fields[name].help_text = text

    def raw(self) -> dict[str, Any]:
        given = super().raw()
        fixed = {name: getattr(self.enterprise, name) for name in FIXED if name not in self.fields}
        given |= {
            name: "" for name in ("nib", "sku_number", "npwp") if says_nothing(given[name] or "")
        }
        has_number = bool(given["nib"] or given["sku_number"])
        return {
            **given,
            **fixed,
            "candidate": self.enterprise.candidate and not has_number,
            "npwp": given["npwp"] or self.enterprise.npwp,
        }

    def _keep_registered(self) -> None:
        """Leave out what stays; ask for a NIB, and for figures, where there are none yet."""
        asked = self.enterprise.nib is None
        for name in FIXED:
            if name != "nib" or not asked:
                del self.fields[name]
        if not asked:
            self.fields["sku_number"].required = False
            if not self.enterprise.sku_number:
                del self.fields["sku_number"]
            return
        self.fields["nib"].required = False
        self.fields["nib"].help_text = _(
            "Sudah punya? Isi 13 angkanya; berkas dan riwayat usaha ini tetap. Belum? Kosongkan, "
            "dan buat gratis di oss.go.id."
        )
        if self.enterprise.candidate:
            for name in ("sku_number", "founded_on", "annual_sales", "workers"):
                self.fields[name].required = False
                self.fields[name].help_text = _("Isi setelah punya NIB atau surat.")


def consent_field() -> forms.BooleanField:
    """Return the field by which a helper confirms the consent of the owner."""
    return forms.BooleanField(
        label=_("Pemilik usaha setuju saya mendaftarkan dan mengajukan atas namanya."),
        error_messages={
            "required": _("Centang bila pemilik usaha sudah setuju. Tanpa itu tidak dapat lanjut.")
        },
    )


def _initial(enterprise: Enterprise) -> dict[str, Any]:
    editable = [name for name in FIELDS if name not in ("nik", "legal_form", "npwp", "regency")]
    return {
        **{name: getattr(enterprise, name) for name in editable},
        "regency": enterprise.regency_id,
    }
