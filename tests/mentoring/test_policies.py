"""Mentoring rules: a NIB, or a statement."""

import pytest

from mentoring.policies import CHECKS
from tests.mentoring.rule_cases import CASES
from tests.programs.policies.rule_cases import RuleCase, check_case, check_missing, verdict_over


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: RuleCase) -> None:
    check_case(CHECKS, case)


def test_who_has_not_sold_yet_is_served() -> None:
    verdict = verdict_over(CHECKS, {"annual_sales_max": 50}, {})
    assert (verdict.violations, verdict.missing) == ((), ())


def test_a_missing_fact_is_needed() -> None:
    check_missing(CHECKS, {"candidate_statement_accepted": True}, "has_nib_or_sku")
