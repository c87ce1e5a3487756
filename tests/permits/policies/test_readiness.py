"""Permit rules, each with a case that meets it and one that breaks it."""

import pytest

from permits.policies.readiness import CHECKS
from tests.permits.rule_cases import CASES
from tests.programs.policies.rule_cases import RuleCase, check_case, check_missing


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: RuleCase) -> None:
    check_case(CHECKS, case)


def test_every_rule_has_a_case_on_both_sides() -> None:
    own = {check.key for check in CHECKS} - {"nib_or_sku_required"}
    broken = {case.key for case in CASES if case.code}
    met = {case.key for case in CASES if not case.code}
    assert own <= broken & met


def test_a_missing_fact_is_needed() -> None:
    check_missing(
        CHECKS, {"shelf_life_days_above": 7, "outlets_max": 1}, "shelf_life_days", "outlets"
    )
