"""The letters of an edition, shown on its page and edited in a section of their own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters.models import LetterTemplate
from programs.enums import OUTCOME_STATES
from programs.messages.conditions import EditionNames
from programs.policies.edition_changes import Item
from programs.policies.placeholders import BASE_FIELDS
from programs.selectors.labels import general_state_label
from programs.shared.edition_panel import EditionPanel
from programs.shared.editor.row_form import RowForm, with_stored
from programs.shared.editor.section import Section


class LetterTemplateForm(RowForm):
    """A letter; `{fields}` in it stand for values of the file."""

    code_from = ("title_en", "title_id")
    code_separator = "-"
    layout = (
        (
            gettext_lazy("Surat"),
            ("state", ("title_id", "title_en"), ("body_id", "body_en"), "place"),
        ),
    )

    class Meta:
        model = LetterTemplate
        fields = ("state", "title_id", "title_en", "body_id", "body_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = with_stored(map(str, OUTCOME_STATES), self.instance.state)
        self.fields["state"] = forms.ChoiceField(
            label=_("Ditulis saat"),
            choices=[(state, general_state_label(state)) for state in states],
        )
        for name in ("body_id", "body_en"):
            field: Any = self.fields[name]
            field.widget.attrs["rows"] = 10
            # Line breaks at the end belong to the letter.
            field.strip = False
        self.fields["body_id"].help_text = _("Isian yang dapat dipakai: %(fields)s") % {
            "fields": _placeholders(self.names)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("body_id", "body_en"):
            if not str(cleaned.get(name, "x")).strip():
                self.add_error(name, _("Tulis isi suratnya."))
        return cleaned


def describe_letter(letter: LetterTemplate, _names: EditionNames) -> Sequence[Item]:
    """Describe a letter with its whole text."""
    return [
        Item(_("Ditulis saat"), general_state_label(letter.state), in_list=True),
        Item(_("Judul"), letter.title),
        Item(_("Isi"), letter.body),
    ]


def _placeholders(names: EditionNames) -> str:
    """Return every placeholder; those of answers with their question."""
    labels = {
        "number": _("nomor"),
        "date": _("tanggal"),
        "enterprise": _("nama usaha"),
        "nib": _("NIB"),
        "regency": _("kabupaten/kota"),
        "scheme": _("skema"),
        "reason": _("alasan"),
    }
    fields = [(name, labels[name]) for name in sorted(BASE_FIELDS)]
    fields += [(code, question.label) for code, question in names.questions.items()]
    return "; ".join(f"{{{name}}} {label}" for name, label in fields)


LETTERS = EditionPanel(
    Section(
        slug="surat",
        table="letter",
        title=gettext_lazy("Surat"),
        note=gettext_lazy("Surat yang ditulis dinas di bawah versi ini, dalam dua bahasa."),
        add_label=gettext_lazy("Tambah surat"),
        form=LetterTemplateForm,
        describe=describe_letter,
    ),
    "admin/backoffice/edition_letters.html",
)
