"""The form of the borrower's particulars, shown only where SIKP needs them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.dates import clock
from common.identity.numbers import born_on_in_nik, is_woman_in_nik
from common.web.fields import DayField, PickField
from common.web.guarded_forms import GuardedForm
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from financing.models import Borrower, SikpCode
from financing.selectors.borrowers import LISTS
from financing.services.borrowers import MAX_ADDRESS, MAX_NAME, Particulars, particulars_values

_MISSING = {"required": _("Isi bagian ini.")}
_LABELS = {
    "sex": _("Jenis kelamin"),
    "marital": _("Status perkawinan"),
    "education": _("Pendidikan terakhir"),
    "occupation": _("Pekerjaan menurut KTP"),
}


class BorrowerForm(GuardedForm):
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

    def __init__(
        self,
        enterprise: Enterprise,
        known: Borrower | None,
        data: Any = None,
        *,
        owner: User | None = None,
    ) -> None:
        super().__init__(data, initial=particulars_values(known) or _known_from(enterprise, owner))
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


def _known_from(enterprise: Enterprise, owner: User | None) -> dict[str, Any]:
    """Return what is known about the person whose NIK the enterprise has; they confirm it.

    Only for a sole proprietor is it certainly the owner's: for a company it may be anyone's.
    """
    if owner is None or enterprise.legal_form not in (LegalForm.SOLE, LegalForm.SOLE_COMPANY):
        return {}
    nik = enterprise.nik
    return {
        "full_name": owner.name,
        "born_on": born_on_in_nik(nik, clock.today()),
        "sex": "female" if is_woman_in_nik(nik) else "male",
    }
