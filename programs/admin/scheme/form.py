"""The form of a new scheme, which starts from the edition of a similar one."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import clock
from common.errors import InvalidInput
from programs.kinds.registry import kinds
from programs.models import Edition, Scheme
from programs.selectors.catalogue import editions_in_force
from programs.selectors.edition_rows import document_kinds
from programs.services.editions import require_document

# No kind of document has this name: it means one of the scheme's own.
_OWN = "-"
_PREFIX = RegexValidator(r"^[A-Z]{2,8}$", _("Tulis 2 sampai 8 huruf besar, misalnya KURM."))


class PatternField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of editions, each labelled with its scheme."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.scheme.name} {obj.code}"


class SchemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new scheme of the pattern's kind; its draft starts as a copy of the pattern's rows."""

    pattern = PatternField(
        queryset=Edition.objects.none(),
        label=_("Mulai dari salinan"),
        empty_label=_("pilih"),
        help_text=_("Ketentuan, pertanyaan, dokumen, tahap, dan surat disalin, lalu Anda ubah."),
    )

    class Meta:
        model = Scheme
        fields = (
            "name_id",
            "name_en",
            "code",
            "summary_id",
            "summary_en",
            "product_id",
            "product_en",
            "fee_id",
            "fee_en",
            "number_prefix",
            "agency_field",
            "partner_id",
            "partner_en",
            "document_kind",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "pattern" in self.fields:
            pattern: Any = self.fields["pattern"]
            pattern.queryset = editions_in_force(clock.today())
        if "number_prefix" in self.fields:
            self.fields["number_prefix"].validators.append(_PREFIX)
        if "document_kind" in self.fields:
            shown: Any = self.fields["document_kind"]
            self.fields["document_kind"] = forms.ChoiceField(
                label=shown.label,
                choices=[
                    ("", _("tidak ada, atau hanya untuk sekali pakai")),
                    (_OWN, _("jenis baru, milik skema ini")),
                    *document_kinds(),
                ],
                required=False,
                help_text=shown.help_text,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, code, pattern = (cleaned.get(name) for name in ("document_kind", "code", "pattern"))
        if kind == _OWN and code:
            kind = cleaned["document_kind"] = code.replace("-", "_")
            if kind in dict(document_kinds()):
                self.add_error("document_kind", _("Jenis ini sudah ada. Pilih dari daftar."))
        if kind and pattern:
            try:
                require_document(pattern, kind)
            except InvalidInput as error:
                self.add_error("document_kind", error.message)
        if pattern:
            self._require_fields_of(pattern.scheme.kind, cleaned)
        return cleaned

    def _require_fields_of(self, code: str, cleaned: dict[str, Any]) -> None:
        """Refuse what was filled in for a kind that the pattern is not of."""
        for kind in kinds():
            for name in kind.scheme_fields:
                if kind.code != code and cleaned.get(name):
                    text = gettext("Ini hanya untuk skema %(kind)s.")
                    self.add_error(name, text % {"kind": gettext(kind.name)})
