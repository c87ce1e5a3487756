"""Answers as display text."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.formats import date_long, number, rupiah
from programs.enums import QuestionType
from programs.models import Question
from programs.models.translated import translated


def answer_text(question: Question, value: Any) -> str:
    """Return the answer as text in the active language; empty when there is none."""
    if value in (None, ""):
        return ""
    match QuestionType(question.type):
        case QuestionType.MONEY:
            return rupiah(value)
        case QuestionType.NUMBER:
            return number(value)
        case QuestionType.BOOLEAN:
            return _("Ya") if value else _("Tidak")
        case QuestionType.DATE:
            return date_long(date.fromisoformat(value))
        case QuestionType.CHOICE:
            return _option(question, value)
        case QuestionType.TEXT:
            return str(value)


def _option(question: Question, value: str) -> str:
    for option in question.options:
        if option["value"] == value:
            return translated(option["label_id"], option.get("label_en", ""))
    return value
