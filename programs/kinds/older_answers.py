"""Answers in a former form, converted to the question that is asked today. Pure."""

from collections.abc import Container, Mapping
from typing import Any

from programs.kinds.registry import kind_of


def in_words_of_today(
    kind: str, asked: Container[str], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers, those to former questions turned into what the edition asks for now.

    `asked` are the codes of its questions: one that still asks the former question is left alone.
    A newer answer beside the older one takes precedence, and a value that the former question never
    had is left for the refusal.
    """
    current = dict(answers)
    for code, older in kind_of(kind).older_answers.items():
        if code not in current or code in asked or older.question not in asked:
            continue
        value = current[code]
        # A null clears the answer; a list or a text is not a value of the former question.
        if value is None or isinstance(value, bool):
            del current[code]
            says = older.values.get(value)
            current.setdefault(older.question, None if says is None else list(says))
    return current
