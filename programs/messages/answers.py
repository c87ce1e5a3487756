"""Answers as display text."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from common.identity.hs_codes import hs_text
from common.text.formats import date_long, number, rupiah
from programs.enums import QuestionType
from programs.messages.labels import NONE_OF_THEM, yes_or_no
from programs.models import Question
from programs.selectors.answer_names import answer_unit


def _day(value: str) -> str:
    return date_long(date.fromisoformat(value))


_WRITERS: Mapping[QuestionType, Callable[[Any], str]] = {
    QuestionType.MONEY: rupiah,
    QuestionType.NUMBER: number,
    QuestionType.BOOLEAN: yes_or_no,
    QuestionType.DATE: _day,
    QuestionType.HS_CODE: hs_text,
    QuestionType.TEXT: str,
}


def answer_text(question: Question, value: Any) -> str:
    """Return the answer as text in the active language; empty when there is none."""
    if value in (None, ""):
        return ""
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        return option_text(question, value)
    return _WRITERS[QuestionType(question.type)](value)


def counted_answer(kind: str, question: Question, value: Any) -> str:
    """Return the answer as text, a number with its unit: "24 bulan", "1 kali"."""
    text = answer_text(question, value)
    if question.type != QuestionType.NUMBER or not text:
        return text
    return f"{text} {answer_unit(kind, question, value)}".strip()


def option_text(question: Question, value: str | Sequence[str]) -> str:
    """Return the labels of what was picked in the active language; an unknown one is unchanged."""
    picked, names = [value] if isinstance(value, str) else value, dict(question.named_options)
    return ", ".join(names.get(each, each) for each in picked) or str(NONE_OF_THEM)
