"""Invented facts that meet the rules of an edition, for the example row of a template. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from programs.enums import QuestionType
from programs.policies.answers import AnswerShape
from programs.policies.eligibility import RuleBook, RuleCheck, evaluate

_ROUNDS: Final = 6
_AGES_YEARS: Final = (3, 1, 5, 10)
_Facts = dict[str, Any]
_Score = tuple[int, int, int]


def eligible_example(
    wanted: Mapping[str, AnswerShape],
    first: Mapping[str, Any],
    rules: RuleBook,
    checks: Sequence[RuleCheck],
    *,
    figures: Iterable[int],
    on: date,
) -> _Facts:
    """Return facts of the wanted shapes that violate no rule, as far as any can be found.

    `first` are what one would write without knowing the rules. Facts that the rules reject are
    changed one at a time: to another option, or to a number near one of the `figures` of the
    edition.
    """
    # The largest first: a small one may count months, and give an amount that nobody asks for.
    numbers = sorted({*figures}, reverse=True)
    choices = {name: list(_choices(shape, numbers, on)) for name, shape in wanted.items()}
    found: _Facts = {**first}
    best = _score(found, rules, checks, on)
    for _round in range(_ROUNDS):
        before = best
        for name, values in choices.items():
            for value in values:
                if best == (0, 0, 0):
                    return found
                other = {**found, name: value}
                score = _score(other, rules, checks, on)
                if score < best:
                    found, best = other, score
        if best == before:
            break
    return found


def _score(facts: _Facts, rules: RuleBook, checks: Sequence[RuleCheck], on: date) -> _Score:
    """Count what blocks, what is missing, and what is violated without blocking."""
    verdict = evaluate({**facts, "on": on}, rules, checks)
    blocking = len(verdict.blocking)
    return blocking, len(verdict.missing), len(verdict.violations) - blocking


def _choices(shape: AnswerShape, figures: Sequence[int], on: date) -> Iterator[Any]:
    match QuestionType(shape.type):
        case QuestionType.BOOLEAN:
            yield from (True, False)
        case QuestionType.CHOICE:
            yield from shape.options
        case QuestionType.CHOICES:
            yield from ([], *([option] for option in shape.options))
        case QuestionType.DATE:
            yield from (date(on.year - age, on.month, 1) for age in _AGES_YEARS)
        case QuestionType.MONEY | QuestionType.NUMBER:
            near = (each for figure in figures for each in _near(figure))
            yield from (within(shape, each) for each in (*near, 0, 1))
        case QuestionType.TEXT | QuestionType.HS_CODE:
            return


def _near(figure: int) -> tuple[int, ...]:
    """Return numbers that a limit lets pass: round ones first, then the limit itself."""
    return figure * 3 // 2, figure // 2, figure * 2, figure, figure + 1


def within(shape: AnswerShape, value: int) -> int:
    """Return the number, or the bound of the shape that it exceeds."""
    if shape.minimum is not None:
        value = max(value, shape.minimum)
    return value if shape.maximum is None else min(value, shape.maximum)
