"""Mentoring rules: a NIB, or a statement."""

import pytest

from mentoring.policies import CHECKS
from tests.programs.policies.tables import Case, asks_for, codes_over

RULE = {"candidate_statement_accepted": True}
CASES: list[Case] = [
    (RULE, {"has_nib_or_sku": True}, None),
    (RULE, {"has_nib_or_sku": False, "signs_candidate_statement": True}, None),
    (
        RULE,
        {"has_nib_or_sku": False, "signs_candidate_statement": False},
        "number_or_statement_needed",
    ),
    ({"sectors_served": ["spa"]}, {"sector": "spa"}, None),
    ({"sectors_served": ["spa"]}, {"sector": "other"}, "sector_not_served"),
    ({"nib_or_sku_required": True}, {"has_nib_or_sku": False}, "nib_or_sku_needed"),
]


@pytest.mark.parametrize("case", CASES)
def test_rule(case: Case) -> None:
    codes_over(CHECKS, case)


def test_a_missing_fact_is_asked_for() -> None:
    asks_for(CHECKS, RULE, "has_nib_or_sku")
