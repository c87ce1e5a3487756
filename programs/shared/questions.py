"""Questions of an edition as pages and forms, the same code for every scheme."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from common.web.fields import (
    DayField,
    HsCodeField,
    MoneyField,
    PickField,
    SeveralField,
    WholeField,
    YesNoField,
)
from common.web.guarded_forms import GuardedForm
from programs.enums import QuestionType
from programs.messages.labels import NONE_OF_THEM
from programs.messages.refusals import answer_message
from programs.models import Question
from programs.policies.answers import BadAnswerError, clean_answer, unit_of

# Types whose field needs only the texts of the question.
_FIELDS: Mapping[QuestionType, Callable[..., forms.Field]] = {
    QuestionType.MONEY: MoneyField,
    QuestionType.NUMBER: WholeField,
    QuestionType.BOOLEAN: YesNoField,
    QuestionType.DATE: DayField,
    QuestionType.HS_CODE: HsCodeField,
}


@dataclass(frozen=True)
class Group:
    """The questions of one page."""

    code: str
    title: str
    questions: Sequence[Question]

    def is_answered(self, answers: Mapping[str, Any]) -> bool:
        return all(answers.get(q.code) not in (None, "") for q in self.questions if q.is_required)

    def is_started(self, answers: Mapping[str, Any]) -> bool:
        return any(answers.get(q.code) is not None for q in self.questions)


def in_groups(questions: Sequence[Question]) -> list[Group]:
    """Group questions by page, pages in the order of their first question."""
    pages: dict[str, list[Question]] = {}
    for question in questions:
        pages.setdefault(question.group, []).append(question)
    return [Group(code, page[0].group_title, page) for code, page in pages.items()]


# The message where nothing was chosen, as opposed to nothing typed.
_MISSING: Mapping[QuestionType, str] = {
    QuestionType.BOOLEAN: "not_yes_or_no",
    QuestionType.CHOICE: "choice_missing",
    QuestionType.CHOICES: "choices_missing",
}


def field_for(question: Question, *, required: bool) -> forms.Field:
    """Return the form field of a question, labelled in the reader's language."""
    missing = _MISSING.get(QuestionType(question.type), "answer_missing")
    options: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": required,
        "error_messages": {"required": answer_message(missing, {})},
    }
    if simple := _FIELDS.get(QuestionType(question.type)):
        field = simple(**options)
        if isinstance(field, WholeField):
            field.unit = unit_of(question.code)
        return field
    if question.type == QuestionType.CHOICE:
        return PickField(options=question.named_options, **options)
    if question.type == QuestionType.CHOICES:
        return SeveralField(options=question.named_options, none=NONE_OF_THEM, **options)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": "4"}), **options)


class QuestionsForm(GuardedForm):
    """One page of questions; `answers()` returns the valid answers even when others are invalid."""

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
                clean_answer(self.questions[code].shape, _as_stored(value))
            except BadAnswerError as bad:
                self.add_error(code, answer_message(bad.code, bad.params))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Return answers as they are stored; an empty field is None, an invalid one left out."""
        empty = {code: None for code in self.fields if code in self.errors and not self[code].data}
        good = {
            code: None if value in (None, "") else _as_stored(value)
            for code, value in self.cleaned_data.items()
            if code not in self.errors
        }
        return {**empty, **good}


def _as_stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
