"""Validation of one typed answer; a refusal is a code, never a text. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.identity.hs_codes import hs_digits
from programs.enums import QuestionType

MAX_TEXT = 2000


@dataclass(frozen=True)
class AnswerShape:
    """The answers that a question accepts; bounds are inclusive."""

    type: str
    minimum: int | None = None
    maximum: int | None = None
    options: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class BadAnswerError(Exception):
    """The answer is invalid; `params` fill the message of `code`."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def unit_of(code: str) -> str:
    """Return the unit that people may write behind a number, by the code of its question."""
    return "bulan" if code.endswith("_months") else ""


def clean_answer(shape: AnswerShape, value: Any) -> Any:
    """Return the value as it is stored (JSON types); raises BadAnswerError."""
    return _CLEANERS[QuestionType(shape.type)](shape, value)


def _whole(shape: AnswerShape, value: Any) -> int:
    # bool is an int in Python; true is not an amount.
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadAnswerError("not_a_whole_number")
    if shape.minimum is not None and value < shape.minimum:
        raise BadAnswerError("number_too_small", {"limit": shape.minimum})
    if shape.maximum is not None and value > shape.maximum:
        raise BadAnswerError("number_too_large", {"limit": shape.maximum})
    return value


def _choice(shape: AnswerShape, value: Any) -> str:
    if not isinstance(value, str) or value not in shape.options:
        raise BadAnswerError("not_an_option", {"options": ", ".join(shape.options)})
    return value


def _choices(shape: AnswerShape, value: Any) -> list[str]:
    """Return the options in the order of the question, each once; none is a valid answer too."""
    if not isinstance(value, list):
        raise BadAnswerError("not_a_list")
    known = [each for each in value if isinstance(each, str) and each in shape.options]
    if len(known) != len(value):
        raise BadAnswerError("not_among_options", {"options": ", ".join(shape.options)})
    return [option for option in shape.options if option in known]


def _boolean(_shape: AnswerShape, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadAnswerError("not_yes_or_no")
    return value


def _text(_shape: AnswerShape, value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise BadAnswerError("not_a_text")
    if len(value) > MAX_TEXT:
        raise BadAnswerError("text_too_long", {"limit": MAX_TEXT})
    return value.strip()


def _hs_code(_shape: AnswerShape, value: Any) -> str:
    """Return the digits alone, so that one code is stored in one way."""
    digits = hs_digits(value) if isinstance(value, str) else None
    if digits is None:
        raise BadAnswerError("not_an_hs_code")
    return digits


def _date(_shape: AnswerShape, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise BadAnswerError("not_a_date") from None


_CLEANERS: Mapping[QuestionType, Callable[[AnswerShape, Any], Any]] = {
    QuestionType.MONEY: _whole,
    QuestionType.NUMBER: _whole,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.BOOLEAN: _boolean,
    QuestionType.TEXT: _text,
    QuestionType.HS_CODE: _hs_code,
    QuestionType.DATE: _date,
}
