"""Forms of the applicant besides the questions, which `programs` builds from an edition."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.files.media_types import ACCEPTED_TYPES
from common.web.fields import PickField
from common.web.guarded_forms import GuardedForm
from enterprises.models import Enterprise


class EnterpriseChoiceForm(forms.Form):
    """Which of the person's enterprises applies."""

    def __init__(self, enterprises: Sequence[Enterprise], data: Any = None) -> None:
        super().__init__(data)
        self.fields["enterprise"] = PickField(
            options=[(str(item.pk), f"{item.name}, {item.registered_as}") for item in enterprises],
            label=_("Usaha mana yang mengajukan?"),
            error_messages={"required": _("Pilih usaha yang mengajukan.")},
        )
        if len(enterprises) == 1:
            self.initial["enterprise"] = str(enterprises[0].pk)


class DeclarationForm(GuardedForm):
    """The applicant states that everything is right, and agrees to nothing else by it.

    A consent inside another statement is void (UU 27/2022 art. 22).
    """

    declaration = forms.BooleanField(
        label=gettext_lazy("Saya menyatakan bahwa semua keterangan dan dokumen benar."),
        error_messages={
            "required": gettext_lazy("Centang pernyataan bahwa semua keterangan benar.")
        },
    )


class WithdrawForm(forms.Form):
    """The reason is optional."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if "\x00" in reason:
            raise ValidationError(_("Tulis alasan dengan huruf biasa."))
        return reason


class UploadForm(GuardedForm):
    """One file for one document."""

    file = forms.FileField(
        label=gettext_lazy("Pilih foto atau berkas"),
        help_text=gettext_lazy("Foto dari ponsel (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Pilih berkas lebih dahulu."),
            "invalid": gettext_lazy("Pilih berkas lebih dahulu."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )
