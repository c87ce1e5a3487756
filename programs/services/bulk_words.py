"""What a spreadsheet calls the facts of a scheme, and their values: codes or words, both read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import clock
from common.formats import number
from programs.enums import QuestionType
from programs.kinds.registry import fact_shapes, kind_of
from programs.messages.figures import name_of
from programs.messages.words import profile_fact_label
from programs.models import Edition, Question, Scheme
from programs.policies.answers import AnswerShape
from programs.selectors.answer_names import answer_name
from programs.selectors.catalogue import rule_book
from reference.enums import Sector
from reference.selectors.regions import all_regencies, find_regency

REGENCY: Final = "regency"
SECTOR: Final = "sector"
# Headings of the two columns that are no facts, in both languages.
_SCHEME_HEADINGS: Final = ("scheme", "skema")
_ON_HEADINGS: Final = ("on", "per tanggal", "as of")
_EXAMPLE_AMOUNT: Final = 25_000_000
_EXAMPLE_NUMBER: Final = 12
_EXAMPLE_AGE_YEARS: Final = 3
_MOST_OPTIONS: Final = 12


@dataclass(frozen=True)
class FactColumn:
    """A column of the template: its code and heading, what it accepts, and an example."""

    code: str
    heading: str
    accepts: str
    example: str | int | date


class Vocabulary:
    """The columns and values that an edition understands; built once per edition and file."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        questions = {question.code: question for question in edition.questions.all()}
        self.shapes: dict[str, AnswerShape] = {
            **fact_shapes(),
            **{code: question.shape for code, question in questions.items()},
            REGENCY: AnswerShape(
                QuestionType.CHOICE, options=tuple(each.code for each in all_regencies())
            ),
            SECTOR: AnswerShape(QuestionType.CHOICE, options=tuple(Sector.values)),
        }
        self._questions = questions
        self._codes = {code: code for code in self.shapes}
        self._values: dict[str, dict[str, str]] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                self._learn(questions)

    def code_of(self, heading: str) -> str:
        """Return the fact that a column holds; '' for a column that is passed through."""
        return self._codes.get(folded(heading), "")

    def as_code(self, code: str, text: str) -> str:
        """Return the code that a word stands for in a column of choices; other text unchanged."""
        if code == REGENCY:
            found = find_regency(text)
            return found.code if found else text
        return self._values.get(code, {}).get(folded(text), text)

    def label_of(self, code: str) -> str:
        """Return what the fact is called, in the active language."""
        if code == REGENCY:
            return _("kabupaten/kota")
        question = self._questions.get(code)
        if question is None:
            return profile_fact_label(code)
        return answer_name(self.edition.scheme.kind, question)

    def words_of(self, code: str) -> list[str]:
        """Return the words to choose from, in the active language."""
        return [label for _value, label in self._options(code)]

    def columns(self) -> list[FactColumn]:
        """Return the columns that a verdict of this edition reads, questions first."""
        read = kind_of(self.edition.scheme.kind).facts_under(rule_book(self.edition))
        asked = [code for code in self._questions if code in read]
        known = [code for code in self.shapes if code in read and code not in asked]
        codes = [*asked, *known, *([] if REGENCY in known else [REGENCY])]
        return [self._column(code) for code in codes]

    def _learn(self, questions: Mapping[str, Question]) -> None:
        """Add the words of the active language."""
        for code in self.shapes:
            self._codes.setdefault(folded(self.label_of(code)), code)
        for code, question in questions.items():
            self._codes.setdefault(folded(question.label), code)
        for code, shape in self.shapes.items():
            if shape.type == QuestionType.CHOICE and code != REGENCY:
                known = self._values.setdefault(code, {})
                for value, label in self._options(code):
                    known.setdefault(folded(label), value)
                    known.setdefault(folded(value), value)

    def _options(self, code: str) -> list[tuple[str, str]]:
        """Return values and words of a choice, in the active language."""
        if code == SECTOR:
            return [(str(value), str(label)) for value, label in Sector.choices]
        question = self._questions.get(code)
        if question is not None:
            return question.named_options
        return [(value, name_of(value)) for value in self.shapes[code].options]

    def _column(self, code: str) -> FactColumn:
        shape = self.shapes[code]
        accepts, example = self._accepts(code, shape)
        return FactColumn(code, capfirst(self.label_of(code)), accepts, example)

    def _accepts(self, code: str, shape: AnswerShape) -> tuple[str, str | int | date]:
        match QuestionType(shape.type):
            case QuestionType.MONEY:
                return _("rupiah, misalnya 40.000.000"), _within(shape, _EXAMPLE_AMOUNT)
            case QuestionType.NUMBER:
                return _bounds(shape), _within(shape, _EXAMPLE_NUMBER)
            case QuestionType.BOOLEAN:
                return _("ya atau tidak"), _("ya") if code.startswith("has_") else _("tidak")
            case QuestionType.DATE:
                today = clock.today()
                started = date(today.year - _EXAMPLE_AGE_YEARS, today.month, 1)
                return _("tanggal, misalnya 23/11/2026"), started
            case QuestionType.CHOICE:
                return self._choice_accepts(code)
            case QuestionType.TEXT:
                return _("teks"), ""

    def _choice_accepts(self, code: str) -> tuple[str, str]:
        if code == REGENCY:
            first = next((str(each) for each in all_regencies() if each.code == "35.78"), "")
            return _("nama kabupaten atau kota"), first
        words = self.words_of(code)
        shown = ", ".join(words[:_MOST_OPTIONS])
        more = "…" if len(words) > _MOST_OPTIONS else ""
        return f"{shown}{more}", words[0] if words else ""


def scheme_codes() -> dict[str, str]:
    """Return the code of every scheme by its code and its names in both languages, folded."""
    rows = Scheme.objects.values_list("code", "name_id", "name_en")
    return {folded(name): code for code, *names in rows for name in (code, *names) if name}


def is_scheme_heading(heading: str) -> bool:
    """Tell whether the column names the scheme."""
    return folded(heading) in _SCHEME_HEADINGS


def is_day_heading(heading: str) -> bool:
    """Tell whether the column names the day on which the row is judged."""
    return folded(heading) in _ON_HEADINGS


def folded(text: str) -> str:
    """Return a text as it is compared: case, spaces and closing marks do not matter."""
    return " ".join(text.casefold().split()).rstrip("?:*. ")


def _within(shape: AnswerShape, value: int) -> int:
    if shape.minimum is not None:
        value = max(value, shape.minimum)
    return value if shape.maximum is None else min(value, shape.maximum)


def _bounds(shape: AnswerShape) -> str:
    if shape.minimum is not None and shape.maximum is not None:
        limits = {"least": number(shape.minimum), "most": number(shape.maximum)}
        return _("angka %(least)s sampai %(most)s") % limits
    return _("angka")
