"""The form of a stage: who acts, within how many working days, and how it is left."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import REVIEW_ROLES, Role, role_label
from programs.messages.conditions import EditionNames
from programs.messages.labels import STAGE_EXITS
from programs.models import Stage
from programs.policies.edition_changes import Item
from programs.shared.editor.row_form import SourcedRowForm, with_stored
from programs.shared.editor.section import source_items

MAX_WORKING_DAYS = 365
# Who acts at a stage; outside the office also the partner and the applicant.
_ROLES = (*(role for role in Role if role in REVIEW_ROLES), Role.PARTNER, Role.OWNER)


class StageForm(SourcedRowForm):
    """A stage of the review, or of what happens outside."""

    code_from = ("name_en", "name_id")
    code_separator = "-"
    layout = (
        (
            gettext_lazy("Tahap"),
            (("name_id", "name_en"), ("role", "working_days"), "exit"),
        ),
        (
            gettext_lazy("Siapa dan di mana"),
            ("second_person", "is_outside", "waits_for_applicant"),
        ),
        *SourcedRowForm.source_layout,
        (gettext_lazy("Letak"), ("place",)),
    )

    class Meta:
        model = Stage
        fields = (
            "name_id",
            "name_en",
            "role",
            "working_days",
            "exit",
            "second_person",
            "is_outside",
            "waits_for_applicant",
            "legal_basis",
            "article",
            "confidence",
            "source_url",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = with_stored(_ROLES, self.instance.role)
        self.fields["role"] = forms.ChoiceField(
            label=_("Peran"), choices=[(str(code), role_label(code)) for code in codes]
        )
        self.fields["exit"] = forms.ChoiceField(
            label=_("Dilalui dengan"), choices=list(STAGE_EXITS.items()), required=False
        )
        self.fields["working_days"] = forms.IntegerField(
            label=_("Batas hari kerja"),
            required=False,
            min_value=0,
            max_value=MAX_WORKING_DAYS,
            help_text=_("Janji kepada pemohon. Hanya tahap di luar dinas boleh tanpa batas."),
        )
        self.fields["second_person"].help_text = _(
            "Tidak boleh orang yang memberi rekomendasi atau meloloskan tahap sebelumnya."
        )
        self.fields["waits_for_applicant"].help_text = _(
            "Hanya untuk tahap di luar dinas: gilirannya pelaku usaha, bukan pihak luar."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_outside"):
            return cleaned
        if not cleaned.get("exit") and "exit" not in self.errors:
            self.add_error("exit", _("Pilih cara melalui tahap ini."))
        if cleaned.get("working_days") is None and "working_days" not in self.errors:
            self.add_error("working_days", _("Tulis batas hari kerja tahap ini."))
        if cleaned.get("waits_for_applicant"):
            self.add_error("waits_for_applicant", _("Hanya untuk tahap di luar dinas."))
        return cleaned


def describe_stage(stage: Stage, _names: EditionNames) -> Sequence[Item]:
    """Describe a stage with its role, clock and source."""
    days = "" if stage.working_days is None else str(stage.working_days)
    return [
        Item(_("Nama"), stage.name),
        Item(_("Peran"), role_label(stage.role), in_list=True),
        Item(_("Hari kerja"), days, in_list=True),
        Item(_("Dilalui dengan"), str(STAGE_EXITS.get(stage.exit, stage.exit)), in_list=True),
        Item(_("Catatan"), _notes(stage)),
        *source_items(stage),
    ]


def _notes(stage: Stage) -> str:
    if stage.is_outside:
        return _("menunggu pelaku usaha") if stage.waits_for_applicant else _("di luar dinas")
    return _("harus orang lain dari pemberi rekomendasi") if stage.second_person else ""
