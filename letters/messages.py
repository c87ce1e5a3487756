"""The placeholders of a letter in words, and a letter with invented values in their places."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from common.dates import clock
from common.text.formats import date_long
from letters.enums import FIELDS_OF_SIGNING, BaseField
from letters.models import Letter, LetterTemplate
from programs.enums import QuestionType
from programs.messages.answers import counted_answer
from programs.models import Edition, Question
from programs.policies.placeholders import filled, standing_lines
from programs.selectors.answer_names import answer_name

_AMOUNT: Final = 25_000_000
_NUMBER: Final = 12
_DAYS_AHEAD: Final = 30


class Placeholder(NamedTuple):
    """A placeholder: its name, its meaning in words, and an invented value."""

    name: str
    words: str
    example: str

    @property
    def written(self) -> str:
        """The placeholder as a letter has it."""
        return f"{{{self.name}}}"


def placeholders_of(edition: Edition, questions: Sequence[Question]) -> list[Placeholder]:
    """Return every placeholder of the edition's letters in the active language."""
    examples = _base_examples(edition)
    base = [Placeholder(each, str(each.label), examples[each]) for each in BaseField]
    kind = edition.scheme.kind
    return base + [
        Placeholder(each.code, answer_name(kind, each), counted_answer(kind, each, _example(each)))
        for each in questions
        if each.code not in BaseField.values
    ]


def in_words(text: str, placeholders: Sequence[Placeholder]) -> str:
    """Return the text with the meaning of each placeholder in brackets: [nomor permohonan]."""
    text = standing_lines(text, {each.name for each in placeholders})
    return filled(text, {each.name: f"[{each.words}]" for each in placeholders})


def with_long_names(
    placeholders: Sequence[Placeholder], names: Mapping[BaseField, str]
) -> list[Placeholder]:
    """Return the placeholders with the longest real names in place of the invented ones."""
    known = {str(field): name for field, name in names.items() if name}
    return [each._replace(example=known.get(each.name, each.example)) for each in placeholders]


def with_examples(text: str, placeholders: Sequence[Placeholder]) -> str:
    """Return the text with the example in the place of each placeholder."""
    text = standing_lines(text, {each.name for each in placeholders})
    return filled(text, {each.name: each.example for each in placeholders})


def letter_in_words(letter: LetterTemplate, questions: Sequence[Question]) -> tuple[str, str]:
    """Return title and text of a letter as a reader who knows no placeholder understands them."""
    known = placeholders_of(letter.edition, questions)
    return in_words(letter.title, known), in_words(letter.body, known)


def letter_title(letter: Letter, language: str) -> str:
    """Return the title of a letter in a language, its placeholders filled."""
    known = {
        name: value
        for name, value in letter.values.get(language, {}).items()
        if name not in FIELDS_OF_SIGNING
    }
    return filled(letter.titles[language], known)


def _base_examples(edition: Edition) -> Mapping[BaseField, str]:
    today = clock.today()
    return {
        BaseField.NUMBER: f"{edition.scheme.number_prefix}-{today:%y}-0000123-6",
        BaseField.DATE: date_long(today),
        BaseField.YEAR_END: date_long(date(today.year, 12, 31)),
        BaseField.ENTERPRISE: _("Batik Canting Ayu"),
        BaseField.NIB: "1234567890123",
        BaseField.ADDRESS: _("Jalan Kenanga 5, RT 02 RW 03"),
        BaseField.REGENCY: _("Kota Surabaya"),
        BaseField.SCHEME: edition.scheme.name,
        BaseField.REASON: _("Dokumen lengkap dan sesuai."),
    }


def _example(question: Question) -> Any:
    """Return an invented answer to the question, within its bounds."""
    match QuestionType(question.type):
        case QuestionType.MONEY:
            return _within(question, _AMOUNT)
        case QuestionType.NUMBER:
            return _within(question, _NUMBER)
        case QuestionType.BOOLEAN:
            return True
        case QuestionType.DATE:
            day: date = clock.today() + timedelta(days=_DAYS_AHEAD)
            return day.isoformat()
        case QuestionType.CHOICE:
            return next((value for value, _name in question.named_options), "")
        case QuestionType.CHOICES:
            return [value for value, _name in question.named_options[:1]]
        case QuestionType.TEXT | QuestionType.HS_CODE:
            return _("(yang ditulis pemohon)")


def _within(question: Question, value: int) -> int:
    if question.minimum is not None:
        value = max(value, question.minimum)
    return value if question.maximum is None else min(value, question.maximum)
