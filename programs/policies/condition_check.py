"""Validation of what an edition asks, and of the conditions under which it asks. Pure."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from programs.enums import Authority, QuestionType
from programs.policies.authority import MEMBERS_FACT
from programs.policies.conditions import Comparison, comparisons_of
from programs.policies.edition_shape import EditionShape, Fault, Row, fault_at
from programs.policies.placeholders import fields_of

_WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)


def questions(edition: EditionShape) -> Iterator[Fault]:
    """Require that something reads every answer, and options of every choice."""
    used = edition.facts | {part.fact for part in readable_comparisons(edition)}
    if edition.authority == Authority.MEMBERS:
        used |= {MEMBERS_FACT}
    for letter in edition.letters:
        used |= fields_of(f"{letter['title_id']} {letter['body_id']}")
    for stage in edition.stages:
        used |= set(edition.handed_over.get(stage["code"], ()))
        used |= {
            item["question"] for item in stage.get("scoring_sheet") or () if "question" in item
        }
    for question in edition.questions:
        if question["code"] not in used and not question.get("identifies"):
            yield fault_at("question", question, "question_nobody_reads", question=question["code"])
        if question["type"] in _WITH_OPTIONS and not question.get("options"):
            yield fault_at(
                "question", question, "choice_without_options", question=question["code"]
            )


def conditions(edition: EditionShape) -> Iterator[Fault]:
    """Require that every condition can be met: its facts are asked or known, and comparable."""
    asked = {question["code"]: question for question in edition.questions}
    figures = {row["key"]: row.get("value") for row in edition.rules}
    for table, row in _conditional_rows(edition):
        try:
            parts = comparisons_of(row.get("condition"))
        except ValueError:
            yield fault_at(table, row, "condition_not_readable", code=row["code"])
            continue
        for part in parts:
            if part.fact not in asked and part.fact not in edition.profile_facts:
                yield fault_at(table, row, "condition_not_asked", code=row["code"], fact=part.fact)
            elif part.rule not in {None, *figures}:
                yield fault_at(table, row, "condition_of_nothing", code=row["code"])
            elif not _is_comparable(part, asked.get(part.fact), figures):
                yield fault_at(table, row, "condition_does_not_fit", code=row["code"])


def needs(edition: EditionShape) -> Iterator[Fault]:
    """Require an answer that a rule needs and the edition before asked for.

    Without it the rule would leave every verdict open. A rule that never had the answer is judged
    where a person gives it, such as an official.
    """
    if edition.follows is None:
        return
    asked = {question["code"] for question in edition.questions}
    lost = edition.follows.asked - asked - edition.profile_facts
    for row in edition.rules:
        if row.get("value") in (None, False):
            continue
        for fact in sorted(edition.needs.get(row["key"], frozenset()) & lost):
            yield fault_at("rule", row, "rule_not_asked", rule=row["key"], fact=fact)


def _is_comparable(part: Comparison, question: Row | None, figures: Mapping[str, Any]) -> bool:
    """Tell whether an answer to the question can be compared; facts of a profile always can."""
    if question is None:
        return True
    bound = part.value if part.rule is None else figures[part.rule]
    if question["type"] in (QuestionType.MONEY, QuestionType.NUMBER):
        is_number = isinstance(bound, int) and not isinstance(bound, bool)
        return part.op != "in" and (is_number or bound is None)
    if part.op in ("above", "at_most") or question["type"] == QuestionType.CHOICES:
        return False
    if question["type"] == QuestionType.BOOLEAN:
        return isinstance(bound, bool)
    if question["type"] == QuestionType.CHOICE and part.rule is None:
        options = {option["value"] for option in question.get("options") or ()}
        return {*bound} <= options if part.op == "in" else bound in options
    return True


def readable_comparisons(edition: EditionShape) -> Iterator[Comparison]:
    """Yield the comparisons of all conditions that can be read; the others are separate faults."""
    for _table, row in _conditional_rows(edition):
        with suppress(ValueError):
            yield from comparisons_of(row.get("condition"))


def _conditional_rows(edition: EditionShape) -> Iterator[tuple[str, Row]]:
    """Yield every row that may have a condition, with the name of its table."""
    yield from (("question", row) for row in edition.questions)
    yield from (("requirement", row) for row in edition.requirements)
