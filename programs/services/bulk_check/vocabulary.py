"""Names of the facts of a scheme and their values in a spreadsheet: codes or words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import clock
from common.text.formats import number
from programs.enums import QuestionType
from programs.kinds.registry import fact_shapes, kind_of
from programs.messages.figures import name_of
from programs.messages.labels import NONE_OF_THEM, profile_fact_label
from programs.models import Edition, Question, Scheme
from programs.policies.answers import AnswerShape
from programs.policies.example_facts import eligible_example, within
from programs.selectors.answer_names import answer_name
from programs.selectors.catalogue import rule_book
from reference.enums import Sector
from reference.selectors.regions import all_regencies, find_regency

REGENCY: Final = "regency"
SECTOR: Final = "sector"
# Headings of the two columns that are not facts, in both languages.
_SCHEME_HEADINGS: Final = ("scheme", "skema")
_ON_HEADINGS: Final = ("on", "per tanggal", "as of")
_EXAMPLE_REGENCY: Final = "35.78"
_EXAMPLE_AMOUNT: Final = 25_000_000
_EXAMPLE_NUMBER: Final = 12
_EXAMPLE_AGE_YEARS: Final = 3
_MOST_OPTIONS: Final = 12
_WITH_OPTIONS: Final = (QuestionType.CHOICE, QuestionType.CHOICES)
_NONE_IN_CODES: Final = ("[]", "none", "tidak", "tidak pernah", "tidak ada")


@dataclass(frozen=True)
class FactColumn:
    """A column of the template: its code and heading, and what it accepts."""

    code: str
    heading: str
    accepts: str


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
        self._none = {folded(word) for word in _NONE_IN_CODES}
        for language, _name in settings.LANGUAGES:
            with override(language):
                self._learn(questions)

    def code_of(self, heading: str) -> str:
        """Return the fact that a column holds; '' for a column that is passed through."""
        return self._codes.get(folded(heading), "")

    def as_code(self, code: str, text: str) -> str:
        """Return the code that a word means in a column of choices; other text unchanged."""
        if code == REGENCY:
            found = find_regency(text)
            return found.code if found else text
        return self._values.get(code, {}).get(folded(text), text)

    def as_codes(self, code: str, text: str) -> list[str]:
        """Return the codes that a cell of several choices names; none for a word such as *none*.

        They are separated by semicolons, since a name of an option may hold a comma.
        """
        if folded(text) in self._none:
            return []
        return [self.as_code(code, part.strip()) for part in text.split(";") if part.strip()]

    def label_of(self, code: str) -> str:
        """Return the name of the fact, in the active language."""
        if code == REGENCY:
            return _("kabupaten/kota")
        question = self._questions.get(code)
        if question is None:
            return profile_fact_label(code)
        return answer_name(self.edition.scheme.kind, question)

    def words_of(self, code: str) -> list[str]:
        """Return the words to choose from, in the active language."""
        return [label for _value, label in self._options(code)]

    def accepts(self, code: str) -> str:
        """Return in words what a column of this fact may hold, all options of a choice."""
        shape = self.shapes[code]
        match QuestionType(shape.type):
            case QuestionType.MONEY:
                return _("rupiah, misalnya 40.000.000")
            case QuestionType.NUMBER:
                return _bounds(shape)
            case QuestionType.BOOLEAN:
                return _("ya atau tidak")
            case QuestionType.DATE:
                return day_accepted()
            case QuestionType.CHOICE:
                regions = _("nama kabupaten atau kota")
                return regions if code == REGENCY else ", ".join(self.words_of(code))
            case QuestionType.CHOICES:
                words = ", ".join([*self.words_of(code), str(NONE_OF_THEM)])
                return _("satu atau beberapa, dipisahkan titik koma: %(words)s") % {"words": words}
            case QuestionType.TEXT | QuestionType.HS_CODE:
                return _("teks")

    def columns(self) -> list[FactColumn]:
        """Return the columns that a verdict of this edition reads, questions first."""
        return [
            FactColumn(code, capfirst(self.label_of(code)), self._shown_options(code))
            for code in self._columns()
        ]

    def example(self) -> list[str | int | date]:
        """Return a cell for each column, which together meet the rules in force today."""
        kind, codes = kind_of(self.edition.scheme.kind), self._columns()
        figures = (rule.value for rule in self.edition.rules.all())
        facts = eligible_example(
            {code: self.shapes[code] for code in codes if code != REGENCY},
            {code: self._first_example(code) for code in codes},
            rule_book(self.edition, _EXAMPLE_REGENCY),
            kind.checks,
            figures=[each for each in figures if type(each) is int],
            on=clock.today(),
        )
        return [self._written(code, facts[code]) for code in codes]

    def _columns(self) -> list[str]:
        read = kind_of(self.edition.scheme.kind).facts_under(rule_book(self.edition))
        asked = [code for code in self._questions if code in read]
        known = [code for code in self.shapes if code in read and code not in asked]
        return [*asked, *known, *([] if REGENCY in known else [REGENCY])]

    def _learn(self, questions: Mapping[str, Question]) -> None:
        """Add the words of the active language."""
        for code in self.shapes:
            self._codes.setdefault(folded(self.label_of(code)), code)
        for code, question in questions.items():
            self._codes.setdefault(folded(question.label), code)
        for code, shape in self.shapes.items():
            if shape.type in _WITH_OPTIONS and code != REGENCY:
                known = self._values.setdefault(code, {})
                for value, label in self._options(code):
                    known.setdefault(folded(label), value)
                    known.setdefault(folded(value), value)
        self._none.add(folded(str(NONE_OF_THEM)))

    def _options(self, code: str) -> list[tuple[str, str]]:
        """Return values and words of a choice, in the active language."""
        if code == SECTOR:
            return [(str(value), str(label)) for value, label in Sector.choices]
        question = self._questions.get(code)
        if question is not None:
            return question.named_options
        return [(value, name_of(value)) for value in self.shapes[code].options]

    def _first_example(self, code: str) -> Any:
        """Return what a person might write who does not know the rules."""
        shape = self.shapes[code]
        match QuestionType(shape.type):
            case QuestionType.MONEY:
                return within(shape, _EXAMPLE_AMOUNT)
            case QuestionType.NUMBER:
                return within(shape, _EXAMPLE_NUMBER)
            case QuestionType.BOOLEAN:
                return code.startswith("has_")
            case QuestionType.DATE:
                today = clock.today()
                return date(today.year - _EXAMPLE_AGE_YEARS, today.month, 1)
            case QuestionType.CHOICE:
                return _EXAMPLE_REGENCY if code == REGENCY else next(iter(shape.options), "")
            case QuestionType.CHOICES:
                return []
            case QuestionType.TEXT | QuestionType.HS_CODE:
                return ""

    def _written(self, code: str, example: Any) -> str | int | date:
        """Return a fact as a cell of the template."""
        if isinstance(example, bool):
            return _("ya") if example else _("tidak")
        if code == REGENCY:
            return next((str(each) for each in all_regencies() if each.code == example), "")
        if self.shapes[code].type == QuestionType.CHOICE:
            return dict(self._options(code)).get(example, "")
        if isinstance(example, list):
            return "; ".join(dict(self._options(code))[each] for each in example) or str(
                NONE_OF_THEM
            )
        written: str | int | date = example
        return written

    def _shown_options(self, code: str) -> str:
        """Return what the column accepts; of many options, only the first ones."""
        is_choice = self.shapes[code].type == QuestionType.CHOICE and code != REGENCY
        words = self.words_of(code) if is_choice else []
        if len(words) <= _MOST_OPTIONS:
            return self.accepts(code)
        return f"{', '.join(words[:_MOST_OPTIONS])}…"


def scheme_codes() -> dict[str, str]:
    """Return the code of every scheme by its code and its names in both languages, folded."""
    rows = Scheme.objects.values_list("code", "name_id", "name_en")
    return {folded(name): code for code, *names in rows for name in (code, *names) if name}


def known_scheme() -> str:
    """Return the name of one scheme, as an example of what the column may hold."""
    scheme = Scheme.objects.order_by("code").first()
    return scheme.name if scheme else ""


def is_scheme_heading(heading: str) -> bool:
    """Tell whether the column names the scheme."""
    return folded(heading) in _SCHEME_HEADINGS


def is_day_heading(heading: str) -> bool:
    """Tell whether the column names the day on which the row is judged."""
    return folded(heading) in _ON_HEADINGS


def day_accepted() -> str:
    """Return in words how a day is written."""
    return _("tanggal, misalnya 23/11/2026")


def folded(text: str) -> str:
    """Return a text as it is compared: case, spaces and closing marks do not matter."""
    return " ".join(text.casefold().split()).rstrip("?:*. ")


def _bounds(shape: AnswerShape) -> str:
    if shape.minimum is not None and shape.maximum is not None:
        limits = {"least": number(shape.minimum), "most": number(shape.maximum)}
        return _("angka %(least)s sampai %(most)s") % limits
    return _("angka")
