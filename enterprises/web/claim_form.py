"""The form of a claim: the numbers, and what a successor's claim is based on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.web.fields import FileIfNeeded, PickIfNeeded
from enterprises.enums import BESIDE, ClaimBasis, Position
from enterprises.services.claims import Succession
from enterprises.web.forms import consent_field, digits_field


class ClaimForm(forms.Form):
    """NIB of the enterprise and the NIK of the person it belongs to."""

    nib = digits_field(
        "nib",
        help_text=gettext_lazy(
            "13 angka pada dokumen NIB. Tidak tahu NIB usaha perorangan Anda? Kosongkan; dinas "
            "memeriksanya."
        ),
        required=False,
    )
    nik = digits_field("nik", help_text=gettext_lazy("16 angka pada KTP Anda, untuk mencocokkan."))
    basis = forms.ChoiceField(
        label=gettext_lazy("Mengapa Anda mengelola usaha ini?"),
        choices=ClaimBasis,
        initial=ClaimBasis.NUMBERS.value,
        required=False,
        widget=forms.RadioSelect,
    )
    position = PickIfNeeded(
        label=gettext_lazy("Jabatan Anda"),
        help_text=gettext_lazy("Hanya bila Anda pengurus atau anggota yang ditunjuk."),
        options=[(each.value, each.label) for each in BESIDE],
        required=False,
    )
    evidence = FileIfNeeded(
        label=gettext_lazy("Berita acara, akta, atau surat ahli waris"),
        help_text=gettext_lazy(
            "Hanya bila Anda menggantikan orang lain atau ditunjuk. Foto dari ponsel atau PDF, "
            "paling besar 10 MB. Dinas membacanya sebelum memutuskan."
        ),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, with_consent: bool = False, **options: Any
    ) -> None:
        super().__init__(data, files, **options)
        if with_consent:
            self._ask_helper()

    def _ask_helper(self) -> None:
        """Ask for the owner's numbers, and leave out the fields of a successor's claim."""
        for name in ("basis", "position", "evidence"):
            del self.fields[name]
        self.fields["nib"].help_text = _(
            "13 angka pada dokumen NIB. Usaha perorangan yang NIB-nya tidak diketahui? Kosongkan; "
            "dinas memeriksanya."
        )
        self.fields["nik"].label = _("NIK pemilik")
        self.fields["nik"].help_text = _(
            "16 angka pada KTP pemilik usaha, bukan KTP Anda. Minta pemilik mengisinya sendiri."
        )
        self.fields["consent"] = consent_field()

    def clean(self) -> dict[str, Any]:
        is_successor = self.cleaned_data.get("basis") not in (None, "", ClaimBasis.NUMBERS)
        if is_successor and not self.cleaned_data.get("evidence"):
            self.add_error(
                "evidence", _("Unggah berita acara, akta, atau surat ahli waris yang mendasarinya.")
            )
        appointed = self.cleaned_data.get("basis") == ClaimBasis.APPOINTED
        if appointed and not self.cleaned_data.get("position"):
            self.add_error("position", _("Pilih jabatan Anda menurut berita acara atau akta itu."))
        return self.cleaned_data

    def succession(self) -> Succession | None:
        """Return what a successor's claim is based on; None where only the numbers are given."""
        basis = self.cleaned_data.get("basis") or ClaimBasis.NUMBERS
        if basis == ClaimBasis.NUMBERS:
            return None
        upload = self.cleaned_data["evidence"]
        held = self.cleaned_data.get("position")
        return Succession(ClaimBasis(basis), upload, upload.name, Position(held) if held else None)
