"""The words of an application by which officials find it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

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


def answer_words(questions: Iterable[AskedQuestion], answers: Mapping[str, Any]) -> str:
    """Return what was answered in words, in the order of the questions, without any NIK."""
    texts = [
        answer
        for question in questions
        if question.type == QuestionType.TEXT
        and isinstance(answer := answers.get(question.code), str)
    ]
    # A NIK may have been typed where it was not asked for; it is never searched.
    return NIK_IN_TEXT.sub(" ", " · ".join(texts)).strip()[:MAX_LENGTH]
