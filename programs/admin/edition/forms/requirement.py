"""The form of a document: its name, when it is asked for, its source."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.admin.edition.forms.condition import ConditionPart
from programs.admin.edition.forms.facts import FactsOfEdition
from programs.messages.conditions import EditionNames, condition_text
from programs.models import Requirement
from programs.policies.edition_changes import Item
from programs.selectors.edition_rows import document_kinds
from programs.shared.editor.row_form import SourcedRowForm
from programs.shared.editor.section import source_items

MAX_FILES = 20


class RequirementForm(SourcedRowForm):
    """A document; without a condition it is required of everyone."""

    code_from = ("label_en", "label_id")
    layout = (
        (
            gettext_lazy("Dokumen"),
            (("label_id", "label_en"), ("help_id", "help_en"), "document_kind"),
        ),
        (gettext_lazy("Lembar siap cetak, bila ada"), ("template",)),
        (gettext_lazy("Kapan diminta"), ("is_required", "condition", "max_files")),
        *SourcedRowForm.source_layout,
        (gettext_lazy("Letak"), ("place",)),
    )

    class Meta:
        model = Requirement
        fields = (
            "label_id",
            "label_en",
            "help_id",
            "help_en",
            "document_kind",
            "template",
            "is_required",
            "max_files",
            "legal_basis",
            "article",
            "confidence",
            "source_url",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_kind"] = forms.ChoiceField(
            label=_("Sama dengan dokumen"),
            choices=[("", _("dokumen lain, disimpan sendiri")), *document_kinds()],
            required=False,
            help_text=_(
                "Berkas yang sudah diunggah pemohon untuk dokumen itu dapat dipakai lagi; izin "
                "atau surat yang berlaku dan sudah diperiksa menjawabnya tanpa unggahan."
            ),
        )
        self.fields["max_files"] = forms.IntegerField(
            label=_("Berkas paling banyak"), min_value=1, max_value=MAX_FILES
        )
        self.parts["condition"] = ConditionPart(
            self.data if self.is_bound else None,
            self.instance.condition,
            FactsOfEdition(self.names),
            _("Hanya diminta bila"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("document_kind"):
            cleaned["document_kind"] = self.instance.code
        return cleaned


def describe_requirement(row: Requirement, names: EditionNames) -> Sequence[Item]:
    """Describe a document with its condition and source."""
    condition = condition_text(row.condition, names)
    if row.is_required:
        asked = condition or _("selalu")
    else:
        asked = f"{_('boleh dilampirkan')} {condition}".strip()
    return [
        Item(_("Nama dokumen"), row.label),
        Item(_("Diminta"), asked, in_list=True),
        Item(_("Penjelasan"), row.help),
        Item(_("Lembar siap cetak"), row.template),
        Item(_("Berkas paling banyak"), str(row.max_files)),
        *source_items(row),
    ]
