"""The letters of an edition, shown on its page and edited in a section of their own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters.enums import LetterForm
from letters.messages import letter_in_words
from letters.models import LetterTemplate
from letters.shared.preview import PlaceholdersPart
from programs.enums import OUTCOME_STATES
from programs.messages.conditions import EditionNames
from programs.policies.edition_changes import Item
from programs.selectors.labels import general_state_label
from programs.shared.edition_panel import EditionPanel
from programs.shared.editor.row_form import RowForm, with_stored
from programs.shared.editor.section import Section


class LetterTemplateForm(RowForm):
    """A letter; its `{fields}` are replaced by values of the file, which its last part explains."""

    code_from = ("title_en", "title_id")
    code_separator = "-"
    layout = (
        (
            gettext_lazy("Surat"),
            (
                "state",
                "signer",
                "form",
                ("title_id", "title_en"),
                ("body_id", "body_en"),
                ("months_valid", "until_year_end"),
                "copies_to",
                "place",
            ),
        ),
        (gettext_lazy("Isian dan pratinjau"), ("preview",)),
    )

    class Meta:
        model = LetterTemplate
        fields = (
            "state",
            "signer",
            "form",
            "title_id",
            "title_en",
            "body_id",
            "body_en",
            "months_valid",
            "until_year_end",
            "copies_to",
        )

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
            # Line breaks at the end are part of the letter.
            field.strip = False
            # The preview below follows what is typed.
            field.widget.attrs["data-refresh"] = ""
        self.parts["preview"] = PlaceholdersPart(
            self, self.edition, [*self.names.questions.values()]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("body_id", "body_en"):
            if not str(cleaned.get(name, "x")).strip():
                self.add_error(name, _("Tulis isi suratnya."))
        return cleaned


def describe_letter(letter: LetterTemplate, names: EditionNames) -> Sequence[Item]:
    """Describe a letter with its whole text, its placeholders in words."""
    title, body = letter_in_words(letter, [*names.questions.values()])
    return [
        Item(_("Ditulis saat"), general_state_label(letter.state), in_list=True),
        *(
            [Item(_("Bentuk surat"), str(letter.get_form_display()))]
            if letter.form != LetterForm.LETTER
            else []
        ),
        Item(_("Judul"), title),
        Item(_("Isi"), body),
    ]


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
