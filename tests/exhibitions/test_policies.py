"""Exhibition rules: who may be curated."""

import pytest

from exhibitions.policies import CHECKS
from tests.exhibitions.rule_cases import CASES
from tests.programs.policies.rule_cases import RuleCase, check_case, check_missing


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: RuleCase) -> None:
    check_case(CHECKS, case)


def test_a_missing_fact_is_needed() -> None:
    check_missing(CHECKS, {"commitment_required": True}, "commits_to_attend")
