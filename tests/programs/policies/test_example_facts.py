"""Invented facts that meet the rules, whatever the rules are."""

from datetime import date
from typing import Any

import pytest

from programs.enums import QuestionType
from programs.policies.answers import AnswerShape
from programs.policies.eligibility import RuleBook, RuleCheck, RuleRow, evaluate
from programs.policies.enterprise import AGE, BORROWER, at_most, must, must_not
from programs.policies.example_facts import eligible_example, within

ON = date(2026, 11, 23)
SHAPES = {
    "amount": AnswerShape(QuestionType.MONEY, 1, 10**12),
    "insured": AnswerShape(QuestionType.BOOLEAN),
    "barred": AnswerShape(QuestionType.BOOLEAN),
    "borrower": AnswerShape(QuestionType.CHOICE, options=("person", "group", "cooperative")),
    "business_started_on": AnswerShape(QuestionType.DATE),
}
FIRST = {
    "amount": 25_000_000, "insured": False, "barred": True, "borrower": "person",
    "business_started_on": date(2023, 11, 1),
}  # fmt: skip
CHECKS: list[RuleCheck] = [
    at_most("amount_max", "amount", "too_large"),
    must("insurance", "insured", "insurance_needed"),
    must_not("bar", "barred", "barred"),
    BORROWER,
    AGE,
]


def example(*rows: RuleRow, **first: Any) -> tuple[dict[str, Any], bool | None]:
    rules = RuleBook(rows)
    figures = [row.value for row in rows if type(row.value) is int]
    found = eligible_example(SHAPES, {**FIRST, **first}, rules, CHECKS, figures=figures, on=ON)
    return found, evaluate({**found, "on": ON}, rules, CHECKS).eligible


def row(key: str, value: Any) -> RuleRow:
    return RuleRow(key, value, verified=True)


def test_what_no_rule_objects_to_stays_as_it_is() -> None:
    assert example() == (FIRST, True)


def test_every_fact_that_is_objected_to_is_changed() -> None:
    found, is_eligible = example(
        row("amount_max", 9_000_000),
        row("insurance", True),
        row("bar", True),
        row("borrowers", ["cooperative"]),
        row("business_age_min_months", 48),
    )
    assert is_eligible
    assert found == {
        "amount": 4_500_000, "insured": True, "barred": False, "borrower": "cooperative",
        "business_started_on": date(2021, 11, 1),
    }  # fmt: skip


def test_a_warning_is_avoided_too() -> None:
    found, is_eligible = example(RuleRow("insurance", True, verified=False))
    assert (found["insured"], is_eligible) == (True, True)


def test_what_nothing_meets_comes_as_near_as_it_can() -> None:
    found, is_eligible = example(row("borrowers", ["nobody"]), row("insurance", True))
    assert (found["insured"], is_eligible) == (True, False)


@pytest.mark.parametrize(("value", "bounded"), [(0, 1), (5, 5), (10**13, 10**12)])
def test_a_number_stays_within_its_bounds(value: int, bounded: int) -> None:
    assert within(SHAPES["amount"], value) == bounded
