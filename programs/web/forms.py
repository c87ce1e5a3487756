"""Forms of the applicant: made from the questions of an edition, never written per scheme."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from programs.enums import Outcome, QuestionType
from programs.messages.refusals import answer_message
from programs.models import Question, Scheme
from programs.models.scheme import spoken
from programs.policies.answers import BadAnswerError, clean_answer
from programs.services.drafts import shape_of
from programs.web.fields import DayField, MoneyField, PickField, WholeField, YesNoField

LONG_TEXT = 200


def field_for(question: Question, *, required: bool) -> forms.Field:
    """The form field of a question, with its words in the reader's language."""
    options: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": required,
        "error_messages": {"required": answer_message("answer_missing", {})},
    }
    match QuestionType(question.type):
        case QuestionType.MONEY:
            return MoneyField(**options)
        case QuestionType.NUMBER:
            return WholeField(**options)
        case QuestionType.BOOLEAN:
            return YesNoField(**options)
        case QuestionType.DATE:
            return DayField(**options)
        case QuestionType.CHOICE:
            return PickField(options=_named(question), **options)
        case QuestionType.TEXT:
            rows = {"rows": "4"}
            return forms.CharField(widget=forms.Textarea(attrs=rows), **options)


def _named(question: Question) -> list[tuple[str, str]]:
    return [
        (option["value"], spoken(option["label_id"], option.get("label_en", "")))
        for option in question.options
    ]


class QuestionsForm(forms.Form):
    """One page of questions; `answers()` holds what could be read, also beside errors."""

    def __init__(
        self, questions: Sequence[Question], stored: Mapping[str, Any], data: Any = None
    ) -> None:
        super().__init__(data, initial={q.code: stored.get(q.code) for q in questions})
        self.questions = {q.code: q for q in questions}
        for question in questions:
            self.fields[question.code] = field_for(question, required=question.is_required)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        for code, value in cleaned.items():
            if value in (None, "") or code not in self.questions:
                continue
            try:
                clean_answer(shape_of(self.questions[code]), _as_stored(value))
            except BadAnswerError as bad:
                self.add_error(code, answer_message(bad.code, bad.params))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Readable answers as they are stored; an emptied box is None, a bad one is left out."""
        empty = {code: None for code in self.fields if code in self.errors and not self[code].data}
        good = {
            code: None if value in (None, "") else _as_stored(value)
            for code, value in self.cleaned_data.items()
            if code not in self.errors
        }
        return {**empty, **good}


def _as_stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class EnterpriseChoiceForm(forms.Form):
    """Which of the person's enterprises applies."""

    def __init__(self, enterprises: Sequence[Enterprise], data: Any = None) -> None:
        super().__init__(data)
        self.fields["enterprise"] = PickField(
            options=[(str(item.pk), f"{item.name} (NIB {item.nib})") for item in enterprises],
            label=_("Usaha mana yang mengajukan?"),
            error_messages={"required": _("Pilih usaha yang mengajukan.")},
        )
        if len(enterprises) == 1:
            self.initial["enterprise"] = str(enterprises[0].pk)


class DeclarationForm(forms.Form):
    """The applicant vouches for what they send, and agrees to whom it goes on."""

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        super().__init__(data)
        if scheme.outcome == Outcome.REFERRAL:
            self.fields["declaration"].label = _(
                "Saya menyatakan bahwa semua keterangan dan dokumen benar, dan setuju pengajuan "
                "ini diteruskan kepada %(partner)s."
            ) % {"partner": scheme.partner}

    declaration = forms.BooleanField(
        label=gettext_lazy("Saya menyatakan bahwa semua keterangan dan dokumen benar."),
        error_messages={
            "required": gettext_lazy("Centang pernyataan bahwa semua keterangan benar.")
        },
    )


class WithdrawForm(forms.Form):
    """A reason is welcome and never owed."""

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


class UploadForm(forms.Form):
    """One file for one document."""

    file = forms.FileField(
        label=gettext_lazy("Pilih foto atau berkas"),
        help_text=gettext_lazy("Foto dari ponsel (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Pilih berkas lebih dahulu."),
            "invalid": gettext_lazy("Pilih berkas lebih dahulu."),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
