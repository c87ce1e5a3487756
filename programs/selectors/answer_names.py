"""Names and units of answers on pages that do not address the applicant."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from common.text.translated import translated
from programs.kinds.registry import kind_of
from programs.models import Question

_GROUPS: Final = "groups"


@dataclass(frozen=True)
class AnswerName:
    """A noun for an answer and the unit of a number, in both languages."""

    label_id: str
    label_en: str
    unit_id: str = ""
    unit_en: str = ""
    unit_one_en: str = ""


def answer_name(kind: str, question: Question) -> str:
    """Return the noun that a kind of programme has for an answer; the question where it has none.

    An official who writes a scheme in the admin writes questions only.
    """
    named = _names(kind_of(kind).data).get(question.code)
    return translated(named.label_id, named.label_en) if named else question.label


def answer_unit(kind: str, question: Question, count: int) -> str:
    """Return the unit to write after `count`; empty where the number has no unit."""
    named = _names(kind_of(kind).data).get(question.code)
    if named is None:
        return ""
    return translated(named.unit_id, named.unit_one_en if count == 1 else named.unit_en)


def group_name(kind: str, question: Question) -> str:
    """Return the heading of the question's page where the applicant's does not fit."""
    named = _groups(kind_of(kind).data).get(question.group)
    return translated(named.label_id, named.label_en) if named else question.group_title


@cache
def _names(folder: Path) -> Mapping[str, AnswerName]:
    return {code: AnswerName(**row) for code, row in _read(folder).items() if code != _GROUPS}


@cache
def _groups(folder: Path) -> Mapping[str, AnswerName]:
    return {code: AnswerName(**row) for code, row in _read(folder).get(_GROUPS, {}).items()}


@cache
def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / "shared" / "answer.toml"
    if not path.exists():
        return {}
    with path.open("rb") as source:
        return tomllib.load(source)
