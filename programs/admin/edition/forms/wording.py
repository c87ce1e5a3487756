"""The forms of the words for an outcome, and of prepared reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.enums import State, Transition
from programs.messages.conditions import EditionNames
from programs.messages.labels import REASONED_ACTIONS, transition_name
from programs.models import OutcomeWord, ReasonText
from programs.models.wording import OPINION_CHOICES
from programs.policies.edition_changes import Item
from programs.selectors.labels import general_state_label, opinion_label
from programs.shared.editor.row_form import RowForm


class OutcomeWordForm(RowForm):
    """What the scheme calls a state, and what the applicant does next."""

    layout = (
        (
            gettext_lazy("Sebutan"),
            ("state", ("word_id", "word_en"), ("next_step_id", "next_step_en")),
        ),
    )

    class Meta:
        model = OutcomeWord
        fields = ("state", "word_id", "word_en", "next_step_id", "next_step_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {row.state for row in self._siblings() if row.pk != self.instance.pk}
        self.fields["state"] = forms.ChoiceField(
            label=_("Keadaan"),
            choices=[(str(s), general_state_label(s)) for s in State if str(s) not in taken],
        )


class ReasonTextForm(RowForm):
    """A prepared reason, which an official picks and then edits."""

    code_from = ("text_en", "text_id")
    layout = (
        (
            gettext_lazy("Alasan"),
            (("transition", "opinion"), ("text_id", "text_en"), "place"),
        ),
    )

    class Meta:
        model = ReasonText
        fields = ("transition", "opinion", "text_id", "text_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transition"] = forms.ChoiceField(
            label=_("Tindakan"), choices=list(REASONED_ACTIONS.items())
        )
        self.fields["opinion"] = forms.ChoiceField(
            label=_("Arah rekomendasi"),
            choices=[("", _("semua arah")), *OPINION_CHOICES],
            required=False,
            help_text=_("Alasan ini ditawarkan hanya untuk rekomendasi dengan arah itu."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("opinion") and cleaned.get("transition") == Transition.REQUEST_REVISION:
            self.add_error("opinion", _("Permintaan perbaikan tidak mempunyai arah rekomendasi."))
        return cleaned


def describe_word(row: OutcomeWord, _names: EditionNames) -> Sequence[Item]:
    """Describe the label of a state and its next step."""
    return [
        Item(_("Keadaan"), general_state_label(row.state), in_list=True),
        Item(_("Sebutan"), row.word),
        Item(_("Langkah berikut"), row.next_step, in_list=True),
    ]


def describe_reason(row: ReasonText, _names: EditionNames) -> Sequence[Item]:
    """Describe a prepared reason and where it is offered."""
    action = transition_name(row.transition)
    if row.opinion:
        action = f"{action}: {opinion_label(row.opinion).lower()}"
    return [Item(_("Tindakan"), action, in_list=True), Item(_("Kalimat"), row.text)]
