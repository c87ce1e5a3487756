"""What an exporter writes down about a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web.fields import DayField, PickField, PickIfNeeded
from supply.enums import ClosedAs, LostReason


class CheckForm(forms.Form):
    """How the buyer was checked."""

    register_name = forms.CharField(label=_("Nama perusahaan di daftar"), max_length=160)
    register_number = forms.CharField(
        label=_("Nomor di daftar"),
        help_text=_("Misalnya nomor KvK, Companies House, atau NPWP perusahaan."),
        max_length=60,
    )
    register_place = forms.CharField(
        label=_("Daftar yang Anda lihat"),
        help_text=_("Nama daftar atau alamat situsnya."),
        max_length=160,
    )
    terms_agreed_on = DayField(label=_("Syarat dagang disepakati pada"))


class CloseForm(forms.Form):
    """What came of the request."""

    closed_as = PickField(options=ClosedAs.choices, label=_("Hasil"))
    lost_reason = PickIfNeeded(
        options=LostReason.choices,
        label=_("Sebabnya"),
        help_text=_("Pilih bila tidak menjadi pesanan."),
        required=False,
    )


class DeclineForm(forms.Form):
    """Why a request cannot be met; the buyer reads it."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca pembeli."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
