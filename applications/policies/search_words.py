"""The words of an application by which officials find it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from common.identity.hs_codes import hs_text
from common.identity.numbers import NIK_IN_TEXT
from programs.enums import QuestionType

MAX_LENGTH = 4000


class AskedQuestion(Protocol):
    """The attributes of a question that matter here."""

    @property
    def code(self) -> str:
        """The key of its answer."""

    @property
    def type(self) -> str:
        """Its type, of `QuestionType`."""

    @property
    def options(self) -> Sequence[Mapping[str, str]]:
        """The options of a choice: `value`, `label_id`, `label_en`."""


def answer_words(questions: Iterable[AskedQuestion], answers: Mapping[str, Any]) -> str:
    """Return what was answered in words and the names of what was chosen, without any NIK.

    In the order of the questions; a choice by its Indonesian and its English name, since officials
    read either.
    """
    texts = [
        words
        for question in questions
        for answer in _texts(answers.get(question.code))
        for words in _words(question, answer)
    ]
    # A NIK may have been typed where it was not asked for; it is never searched.
    return NIK_IN_TEXT.sub(" ", " · ".join(texts)).strip()[:MAX_LENGTH]


def _texts(answer: Any) -> list[str]:
    """Return the codes or words of an answer: one, each of many choices, none for a number."""
    given = answer if isinstance(answer, list) else [answer]
    return [each for each in given if isinstance(each, str)]


def _words(question: AskedQuestion, answer: str) -> list[str]:
    if question.type == QuestionType.HS_CODE:
        # Searched as it is stored and as it is shown.
        return [answer, hs_text(answer)] if answer else []
    if question.type == QuestionType.TEXT:
        return [answer] if answer else []
    if question.type not in (QuestionType.CHOICE, QuestionType.CHOICES):
        return []
    names = [
        option.get(language, "")
        for option in question.options
        if option["value"] == answer
        for language in ("label_id", "label_en")
    ]
    return [name for name in dict.fromkeys(names) if name]
