"""The form of the borrower's particulars, shown only where SIKP needs them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web.fields import DayField, PickField
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from financing.models import Borrower, SikpCode
from financing.selectors.borrowers import LISTS
from financing.services.borrowers import MAX_ADDRESS, MAX_NAME, Particulars

_MISSING = {"required": _("Isi bagian ini.")}
_LABELS = {
    "sex": _("Jenis kelamin"),
    "marital": _("Status perkawinan"),
    "education": _("Pendidikan terakhir"),
    "occupation": _("Pekerjaan menurut KTP"),
}


class BorrowerForm(forms.Form):
    """Eight particulars and the consent; `particulars()` returns them for the service."""

    full_name = forms.CharField(
        label=_("Nama sesuai KTP"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=_MISSING,
    )
    born_on = DayField(label=_("Tanggal lahir"), error_messages=_MISSING)
    home_address = forms.CharField(
        label=_("Alamat rumah"),
        help_text=_("Jalan, nomor, RT/RW, desa atau kelurahan, kecamatan."),
        max_length=MAX_ADDRESS,
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "street-address"}),
        error_messages=_MISSING,
    )
    postcode = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Kode pos"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "short"}
        ),
        error_messages={**_MISSING, "invalid": _("Kode pos terdiri dari 5 angka.")},
    )

    def __init__(self, enterprise: Enterprise, known: Borrower | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(known))
        offered = list(SikpCode.objects.all())
        if enterprise.legal_form == LegalForm.SOLE:
            offered = [row for row in offered if row.is_for_persons]
        choices = {
            name: PickField(
                options=[(row.name, row.label) for row in offered if row.list == name],
                label=_LABELS[name],
                error_messages={"required": _("Pilih satu.")},
            )
            for name in LISTS
        }
        self.fields |= choices
        self.order_fields(
            ["full_name", "born_on", "sex", "marital", "education", "occupation", "home_address"]
        )
        self.fields["consent"] = forms.BooleanField(
            label=_("Saya setuju data ini dipakai untuk pendaftaran di SIKP."),
            error_messages={"required": _("Centang bila Anda setuju. Tanpa itu, jangan isi.")},
        )

    def particulars(self) -> Particulars:
        """Return the particulars of a valid form."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "consent"}
        return Particulars(**values)


def _initial(known: Borrower | None) -> dict[str, Any]:
    if known is None:
        return {}
    plain = ("full_name", "born_on", "home_address", "postcode")
    return {
        **{name: getattr(known, name) for name in plain},
        **{name: getattr(known, name).name for name in LISTS},
    }
