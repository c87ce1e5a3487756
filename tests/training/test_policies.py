"""Training rules: who may take a seat."""

import pytest

from tests.programs.policies.rule_cases import RuleCase, check_case, check_missing
from tests.training.rule_cases import CASES
from training.policies import CHECKS


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: RuleCase) -> None:
    check_case(CHECKS, case)


def test_a_missing_fact_is_needed() -> None:
    check_missing(CHECKS, {"participant_letter_required": True}, "participant")
