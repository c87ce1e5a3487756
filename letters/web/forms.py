"""The forms with which anyone asks about a letter."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput
from letters.services.verification import require_readable

_MOST_TYPED: Final = 300


class CodeForm(forms.Form):
    """A code in any spelling; what can be no code is explained in words."""

    kode = forms.CharField(
        label=_("Kode pada surat"),
        help_text=_(
            "12 huruf dan angka di dekat kode QR, misalnya 4F7K-9M2P-XT3R. Huruf kecil, spasi, dan "
            "tanda hubung tidak berpengaruh."
        ),
        required=False,
        max_length=_MOST_TYPED,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"max_length": _("Itu terlalu panjang untuk sebuah kode.")},
    )

    # Neither form of the page has to be filled in.
    all_optional = True

    def clean_kode(self) -> str:
        """Raise ValidationError with why the text can be no code."""
        typed: str = self.cleaned_data["kode"]
        try:
            require_readable(typed)
        except InvalidInput as error:
            raise ValidationError(error.message, code=error.code) from error
        return typed


class FileForm(forms.Form):
    """The PDF of a letter; the service says what is wrong with it."""

    all_optional = True

    file = forms.FileField(
        label=_("Berkas PDF suratnya"),
        help_text=_("Berkas dibaca sekali dan tidak disimpan. Paling besar 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Pilih berkas PDF suratnya lebih dahulu."),
            "invalid": _("Pilih berkas PDF suratnya lebih dahulu."),
            "max_length": _("Nama berkas ini terlalu panjang. Ganti namanya, lalu unggah lagi."),
        },
    )
