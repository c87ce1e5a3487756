"""Forms of products and their photos; the service judges what is typed."""

from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.files.media_types import ACCEPTED_PHOTOS
from common.web.fields import HsCodeField, MoneyField, PickField, WholeField
from common.web.guarded_forms import GuardedForm
from enterprises.enums import Incoterm
from enterprises.models import Enterprise
from enterprises.selectors.products import choosable_certificates
from enterprises.services.product_data import LONG_TEXTS, LONGEST, ProductData
from enterprises.services.product_photos import MAX_WORDS
from reference.enums import KbliVersion, Sector

# A code may come with its title.
_LONGEST_KBLI: Final = 200
_REQUIRED: Final = {"required": gettext_lazy("Isi bagian ini.")}
_GROUPS: Final = (
    (
        gettext_lazy("Produk"),
        ("name_id", "sector", "material_id", "hs_code", "kbli", "kbli_version"),
    ),
    (gettext_lazy("Kapasitas"), ("weekly_capacity",)),
    (
        gettext_lazy("Harga dan waktu"),
        ("price", "incoterm", "moq", "sample_days", "production_days"),
    ),
)
_MORE: Final = (
    (
        gettext_lazy("Bahasa Inggris, untuk katalog"),
        ("name_en", "material_en", "description_en", "packing_en"),
    ),
    (
        gettext_lazy("Ukuran dan berat"),
        ("length_mm", "width_mm", "height_mm", "net_grams", "gross_grams"),
    ),
    (gettext_lazy("Kemasan"), ("packing_id", "units_per_carton", "carton_cm3")),
    (gettext_lazy("Keterangan lain"), ("description_id", "sku", "certificates")),
)


class _Counted(WholeField):
    """A whole number with its unit."""

    def __init__(self, suffix: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.suffix = suffix


def _line(label: Any, name: str, *, required: bool = False, **options: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", "maxlength": str(LONGEST[name])}
    widget = forms.Textarea(attrs={**attrs, "rows": "4"}) if name in LONG_TEXTS else None
    return forms.CharField(
        label=label,
        required=required,
        strip=True,
        widget=widget or forms.TextInput(attrs=attrs),
        error_messages=_REQUIRED,
        **options,
    )


def _count(label: Any, suffix: Any = "", *, required: bool = False, help_text: Any = "") -> Any:
    return _Counted(
        suffix=suffix,
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": gettext_lazy("Isi angkanya.")},
    )


class ProductForm(GuardedForm):
    """What an enterprise makes; the English texts and measures may follow later."""

    name_id = _line(gettext_lazy("Nama produk"), "name_id", required=True)
    sector = PickField(
        options=[(each.value, each.label) for each in Sector], label=gettext_lazy("Sektor")
    )
    material_id = _line(gettext_lazy("Bahan"), "material_id", required=True)
    hs_code = HsCodeField(
        label=gettext_lazy("Kode HS"),
        help_text=gettext_lazy(
            "6 atau 8 angka, misalnya 9401.53 untuk kursi rotan. Cari di insw.go.id, atau tanyakan "
            "kepada pembeli dan bea cukai."
        ),
        error_messages=_REQUIRED,
    )
    kbli = forms.CharField(
        label="KBLI",
        max_length=_LONGEST_KBLI,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=gettext_lazy("5 angka, seperti pada NIB."),
        error_messages=_REQUIRED,
    )
    kbli_version = PickField(
        options=[(each.value, each.label) for each in KbliVersion],
        label=gettext_lazy("Edisi KBLI"),
    )
    weekly_capacity = _count(
        gettext_lazy("Berapa buah dapat Anda buat dalam satu pekan biasa?"),
        gettext_lazy("buah"),
        required=True,
        help_text=gettext_lazy("Bila seluruh tenaga hanya mengerjakan produk ini."),
    )
    price = MoneyField(
        label=gettext_lazy("Harga satu buah"),
        error_messages={"required": gettext_lazy("Isi angkanya.")},
    )
    incoterm = PickField(
        options=[(each.value, each.label) for each in Incoterm],
        label=gettext_lazy("Harga itu sampai di mana?"),
        help_text=gettext_lazy("Incoterms 2020. Dijual dari tempat usaha: pilih EXW."),
    )
    moq = _count(gettext_lazy("Pesanan paling sedikit"), gettext_lazy("buah"), required=True)
    sample_days = _count(gettext_lazy("Waktu membuat contoh"), gettext_lazy("hari"), required=True)
    production_days = _count(
        gettext_lazy("Waktu membuat pesanan"), gettext_lazy("hari"), required=True
    )
    name_en = _line(gettext_lazy("Nama produk dalam bahasa Inggris"), "name_en")
    material_en = _line(gettext_lazy("Bahan dalam bahasa Inggris"), "material_en")
    description_en = _line(gettext_lazy("Keterangan dalam bahasa Inggris"), "description_en")
    packing_en = _line(gettext_lazy("Kemasan dalam bahasa Inggris"), "packing_en")
    length_mm = _count(gettext_lazy("Panjang"), "mm")
    width_mm = _count(gettext_lazy("Lebar"), "mm")
    height_mm = _count(gettext_lazy("Tinggi"), "mm")
    net_grams = _count(gettext_lazy("Berat bersih satu buah"), gettext_lazy("gram"))
    gross_grams = _count(gettext_lazy("Berat kotor, dengan kemasan"), gettext_lazy("gram"))
    packing_id = _line(gettext_lazy("Cara dikemas"), "packing_id")
    units_per_carton = _count(gettext_lazy("Isi satu karton"), gettext_lazy("buah"))
    carton_cm3 = _count(gettext_lazy("Isi ruang satu karton"), "cm³")
    description_id = _line(gettext_lazy("Keterangan"), "description_id")
    sku = _line(gettext_lazy("Kode barang Anda sendiri"), "sku")

    def __init__(self, enterprise: Enterprise, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        held = [
            (str(each.pk), f"{each.kind.replace('-', ' ')} · {each.number}")
            for each in choosable_certificates(enterprise)
        ]
        self.fields["certificates"] = forms.MultipleChoiceField(
            label=_("Sertifikat yang berlaku untuk produk ini"),
            choices=held,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if not held:
            del self.fields["certificates"]

    @property
    def product_data(self) -> ProductData:
        """The values typed into a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name in _ASKED}
        keys = tuple(sorted(int(key) for key in self.cleaned_data.get("certificates", ())))
        return ProductData(**values, certificates=keys)

    @property
    def grouped(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields that every product needs, by heading."""
        return self._bound(_GROUPS)

    @property
    def more(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields that a product may lack, by heading."""
        return self._bound(_MORE)

    @property
    def more_is_open(self) -> bool:
        """Whether one of those is wrong or filled in."""
        names = [name for _title, several in _MORE for name in several if name in self.fields]
        return any(self[name].errors or self[name].value() for name in names)

    def _bound(self, groups: Any) -> list[tuple[Any, list[BoundField]]]:
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in groups
        ]


_ASKED: Final = frozenset(ProductForm.base_fields)


class PhotoForm(forms.Form):
    """One photo, and what it shows for those who do not see it."""

    file = forms.FileField(
        label=gettext_lazy("Foto"),
        help_text=gettext_lazy("Dari ponsel cukup: JPG, PNG, atau WebP, paling besar 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_PHOTOS}),
        error_messages={"required": gettext_lazy("Pilih foto.")},
    )
    alt_id = forms.CharField(
        label=gettext_lazy("Apa yang terlihat?"),
        max_length=MAX_WORDS,
        required=False,
        help_text=gettext_lazy("Dibacakan kepada pembeli yang tidak melihat foto."),
    )
    alt_en = forms.CharField(
        label=gettext_lazy("Apa yang terlihat, dalam bahasa Inggris?"),
        max_length=MAX_WORDS,
        required=False,
    )
