"""The cells of one row of a spreadsheet as facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from common.dates import clock
from common.dates.parsing import NotADate, parse_date
from common.money.rupiah import NotAnAmount, parse_rupiah
from programs.enums import QuestionType
from programs.messages.refusals import answer_message
from programs.policies.answers import AnswerShape, BadAnswerError, clean_answer
from programs.services.bulk_words import REGENCY, Vocabulary

_YES: Final = frozenset({"ya", "yes", "true", "1", "y"})
_NO: Final = frozenset({"tidak", "no", "false", "0", "t", "n"})
_LONGEST_QUOTE: Final = 60


class BadRowError(Exception):
    """One row cannot be checked; `messages` say why."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(len(messages))
        self.messages = messages


def read_facts(vocabulary: Vocabulary, row: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the facts of a row by their codes; raises BadRowError with every fault, by column."""
    facts: dict[str, Any] = {}
    wrong: list[str] = []
    for heading, text in row:
        code = vocabulary.code_of(heading)
        if not text or not code:
            continue
        name = capfirst(vocabulary.label_of(code))
        if code in facts:
            wrong.append(_("%(name)s: ada dua kolom untuk hal ini.") % {"name": name})
            continue
        try:
            facts[code] = _read(vocabulary, code, text)
        except BadAnswerError as bad:
            wrong.append(f"{name}: {_explained(vocabulary, code, text, bad)}")
    started = facts.get("business_started_on")
    if started is not None:
        facts["business_started_on"] = date.fromisoformat(started)
        if facts["business_started_on"] > clock.today():
            name = capfirst(vocabulary.label_of("business_started_on"))
            wrong.append(_("%(name)s: tanggal ini belum terjadi.") % {"name": name})
    if wrong:
        raise BadRowError(wrong)
    return facts


def _explained(vocabulary: Vocabulary, code: str, text: str, bad: BadAnswerError) -> str:
    """Return what is wrong with a cell, naming what it holds and, of a choice, what it may."""
    if bad.code != "not_an_option":
        return answer_message(bad.code, bad.params)
    if code == REGENCY:
        sentence = _("“%(text)s” bukan nama kabupaten atau kota di Jawa Timur.")
        return sentence % {"text": quoted(text)}
    return _("“%(text)s” bukan salah satu dari: %(options)s.") % {
        "text": quoted(text),
        "options": ", ".join(vocabulary.words_of(code)),
    }


def quoted(text: str) -> str:
    """Return a wrong cell as a message repeats it: not longer than a line."""
    return Truncator(text).chars(_LONGEST_QUOTE)


def _read(vocabulary: Vocabulary, code: str, text: str) -> Any:
    """Return a cell in the type of its fact; raises BadAnswerError."""
    shape: AnswerShape = vocabulary.shapes[code]
    match QuestionType(shape.type):
        case QuestionType.MONEY | QuestionType.NUMBER:
            try:
                return clean_answer(shape, parse_rupiah(text))
            except NotAnAmount as error:
                raise BadAnswerError("not_a_whole_number") from error
        case QuestionType.BOOLEAN:
            return clean_answer(shape, _yes_or_no(text))
        case QuestionType.DATE:
            try:
                return parse_date(text).isoformat()
            except NotADate as error:
                raise BadAnswerError("not_a_date") from error
        case QuestionType.CHOICE:
            return clean_answer(shape, vocabulary.as_code(code, text))
        case QuestionType.TEXT:
            return clean_answer(shape, text)


def _yes_or_no(text: str) -> Any:
    """Return True, False, or the text itself, which the caller then refuses."""
    if text.casefold() in _YES:
        return True
    return False if text.casefold() in _NO else text
