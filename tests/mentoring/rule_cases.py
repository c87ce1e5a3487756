"""Mentoring rules: a NIB, or a statement."""

from tests.programs.policies.rule_cases import NUMBER_CASES, RuleCase

CASES = (
    *NUMBER_CASES,
    RuleCase("candidate_statement_accepted", True, {"has_nib_or_sku": True}),
    RuleCase(
        "candidate_statement_accepted",
        True,
        {"has_nib_or_sku": False, "signs_candidate_statement": True},
    ),
    RuleCase(
        "candidate_statement_accepted",
        True,
        {"has_nib_or_sku": False, "signs_candidate_statement": False},
        "number_or_statement_needed",
    ),
    RuleCase("sectors_served", ["spa"], {"sector": "spa"}),
    RuleCase("sectors_served", ["spa"], {"sector": "other"}, "sector_not_served"),
    RuleCase("annual_sales_max", 50, {"annual_sales": 50}),
    RuleCase("annual_sales_max", 50, {"annual_sales": 51}, "annual_sales_too_large"),
)
