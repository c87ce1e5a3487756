"""Forms by which a helper asks an owner without an account for their consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import CodeVia
from common.files.media_types import ACCEPTED_TYPES

_TEL = {"type": "tel", "inputmode": "tel", "autocomplete": "off"}


def _owner_name() -> forms.CharField:
    return forms.CharField(
        label=_("Nama lengkap pemilik usaha"),
        max_length=120,
        help_text=_("Seperti di KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Tulis nama lengkap pemilik usaha, seperti di KTP.")},
    )


class AskCodeForm(forms.Form):
    """The owner to whom the code is sent."""

    owner_name = _owner_name()
    phone = forms.CharField(
        label=_("Nomor ponsel pemilik"),
        max_length=40,
        help_text=_("Nomor pemilik sendiri, bukan nomor Anda. Contoh: 0812 3456 7890."),
        widget=forms.TextInput(attrs=_TEL),
        error_messages={"required": _("Tulis nomor ponsel pemilik.")},
    )
    via = forms.ChoiceField(
        label=_("Kirim kode lewat"),
        choices=CodeVia,
        initial=CodeVia.WHATSAPP,
        widget=forms.RadioSelect,
    )


class GiveCodeForm(forms.Form):
    """The code that the owner gave to the helper."""

    code = forms.CharField(
        label=_("Kode 6 angka dari pemilik"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        ),
        error_messages={"required": _("Tulis 6 angka yang diterima pemilik.")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class SendForm(forms.Form):
    """The signed or thumb-printed form, as a photo or PDF."""

    owner_name = _owner_name()
    phone = forms.CharField(
        label=_("Nomor ponsel pemilik"),
        max_length=40,
        required=False,
        help_text=_("Untuk memberi tahu pemilik apa yang Anda kerjakan. Kosongkan bila tidak ada."),
        widget=forms.TextInput(attrs=_TEL),
    )
    file = forms.FileField(
        label=_("Formulir yang ditandatangani atau dicap jempol"),
        help_text=_("Foto dari ponsel atau PDF, paling besar 10 MB. Dinas memeriksanya."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
        error_messages={"required": _("Unggah formulirnya.")},
    )


class InviteForm(forms.Form):
    """The helper's address."""

    email = forms.EmailField(
        label=_("Email pendamping"),
        help_text=_(
            "Undangan tampil di akun pendamping. Setelah ia menerima, Anda masih menyetujuinya di "
            "halaman ini."
        ),
        max_length=254,
        error_messages={
            "required": _("Tulis email pendamping."),
            "invalid": _("Tulis email seperti nama@contoh.id."),
        },
    )
