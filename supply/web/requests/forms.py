"""What an exporter records about a request."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web.fields import DayField, PickField, PickIfNeeded
from enterprises.models import Enterprise
from supply.enums import ClosedAs, LostReason
from supply.web.buyers.forms import WantedForm


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
    """The result of the request."""

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


class TypedForm(WantedForm):
    """What a buyer met elsewhere asked for, as its exporter writes it for the buyer."""

    language = PickField(
        options=[("en", _("Inggris")), ("id", _("Indonesia"))], label=_("Bahasa pembeli")
    )
    exporter = forms.TypedChoiceField(label=_("Atas nama eksportir"), coerce=int)
    sought = _("Yang dicari pembeli")
    about = _("Tentang pembeli")
    last = ("language", "exporter")

    def __init__(self, own: list[Enterprise], data: Any = None, files: Any = None) -> None:
        super().__init__(None, data, files)
        self.fields["wanted"].label = _("Barang yang dicari pembeli")
        self.fields["target_price"].label = _("Harga yang diharapkan pembeli, sebuah")
        self.fields["certificates"].label = _("Sertifikat yang diminta pembeli")
        self.fields["contact"].label = _("Nama orangnya")
        self.fields["email"].label = _("Email perusahaan pembeli")
        self.fields["email"].help_text = _(
            "Pembeli mendapat tautan untuk membaca dan mengonfirmasi. Alamat layanan gratis tidak "
            "dapat diperiksa."
        )
        choices = [(each.pk, each.name) for each in own]
        self.fields["exporter"].choices = choices  # type: ignore[attr-defined]
        if len(own) == 1:
            self.initial["exporter"] = own[0].pk
            self.fields["exporter"].widget = forms.HiddenInput()
