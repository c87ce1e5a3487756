"""The cells of one row of a spreadsheet as facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.dates import clock
from common.dates.parsing import NotADate, parse_date
from common.files.cell_faults import as_shown, fault_in
from common.money.counts import without_unit
from common.money.rupiah import NotAnAmount, parse_rupiah
from common.text.typed import plain_marks, says_nothing, visible_line
from common.text.typed_messages import amount_message, date_message
from common.text.yes_or_no import read_yes_or_no
from programs.enums import QuestionType
from programs.messages.refusals import answer_message
from programs.policies.answers import AnswerShape, BadAnswerError, clean_answer, unit_of
from programs.services.bulk_check.vocabulary import REGENCY, Vocabulary
from reference.selectors.regions import find_regencies, regency_question

_LONGEST_QUOTE: Final = 60
_STARTED: Final = "business_started_on"
# Errors that have a sentence of their own.
_SAID: Final = "said"


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
        if not code or _is_unknown(vocabulary.shapes[code], text):
            continue
        if code in facts:
            wrong.append(cell_fault(heading, text, _("Ada dua kolom untuk hal ini.")))
            continue
        try:
            facts[code] = _read(vocabulary, code, text)
        except BadAnswerError as bad:
            why, accepted = _explained(vocabulary, code, text, bad), vocabulary.accepts(code)
            wrong.append(cell_fault(heading, text, why, accepted))
        if code == _STARTED and code in facts:
            facts[code] = date.fromisoformat(facts[code])
            if facts[code] > clock.today():
                wrong.append(cell_fault(heading, text, _("Tanggal ini belum terjadi.")))
    if wrong:
        raise BadRowError(wrong)
    return facts


def _is_unknown(shape: AnswerShape, text: str) -> bool:
    """Tell whether a cell says nothing; a dash says 0 of an amount, "belum" is a no."""
    if shape.type == QuestionType.BOOLEAN and read_yes_or_no(text) is not None:
        return False
    is_zero = shape.type == QuestionType.MONEY and "-" in plain_marks(text)
    return says_nothing(text) and not is_zero


def plain_cell(text: str) -> str:
    """Return a cell in one line, without invisible characters."""
    return visible_line(text)


def cell_fault(column: str, text: str, why: str, accepted: str = "") -> str:
    """Return what is wrong with a cell: its column, what was read, and what is accepted."""
    # Of a cell whose value is lost there may be nothing to repeat.
    is_lost = bool(text) and not as_shown(text)
    read = _("kolom “%(column)s”.") if is_lost else _("kolom “%(column)s” terbaca “%(text)s”.")
    sentences = [read % {"column": quoted(column), "text": quoted(text)}, why]
    if accepted:
        sentences.append(_("Yang diterima: %(accepted)s.") % {"accepted": accepted})
    return " ".join(sentence for sentence in sentences if sentence)


def _explained(vocabulary: Vocabulary, code: str, text: str, bad: BadAnswerError) -> str:
    """Return why a cell is not accepted; '' where what is accepted is explanation enough."""
    if bad.code == _SAID:
        return str(bad.params["sentence"])
    if bad.code == "not_yes_or_no":
        return ""
    if bad.code not in ("not_an_option", "not_among_options"):
        return answer_message(bad.code, bad.params)
    if code == REGENCY:
        found = find_regencies(text)
        if len(found) > 1:
            return _("%(city)s atau %(regency)s? Tulis lengkap.") % regency_question(found)
        return _("Itu bukan nama kabupaten atau kota di Jawa Timur.")
    return ""


def quoted(text: str) -> str:
    """Return a wrong cell as a message repeats it: as Excel shows it, no longer than a line."""
    return Truncator(as_shown(text)).chars(_LONGEST_QUOTE)


def _read(vocabulary: Vocabulary, code: str, text: str) -> Any:
    """Return a cell in the type of its fact; raises BadAnswerError."""
    shape: AnswerShape = vocabulary.shapes[code]
    fault = fault_in(text)
    if fault is not None:
        raise BadAnswerError(_SAID, {"sentence": fault.sentence})
    match QuestionType(shape.type):
        case QuestionType.MONEY | QuestionType.NUMBER:
            number = without_unit(text, unit_of(code))
            return clean_answer(shape, _whole(number, is_money=shape.type == QuestionType.MONEY))
        case QuestionType.BOOLEAN:
            return clean_answer(shape, _yes_or_no(text))
        case QuestionType.DATE:
            return _day(text)
        case QuestionType.CHOICE:
            return clean_answer(shape, vocabulary.as_code(code, text))
        case QuestionType.CHOICES:
            return clean_answer(shape, vocabulary.as_codes(code, text))
        case QuestionType.TEXT | QuestionType.HS_CODE:
            return clean_answer(shape, text)


def _whole(text: str, *, is_money: bool) -> int:
    try:
        return parse_rupiah(text)
    except NotAnAmount as error:
        sentence = amount_message(error.code, is_money=is_money)
        raise BadAnswerError(_SAID, {"sentence": sentence}) from error


def _day(text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except NotADate as error:
        raise BadAnswerError(_SAID, {"sentence": date_message(error.code)}) from error


def _yes_or_no(text: str) -> Any:
    """Return True, False, or the text itself, which the caller then refuses."""
    answer = read_yes_or_no(text)
    return text if answer is None else answer
