"""Exhibition rules: who may be curated."""

from tests.programs.policies.rule_cases import AGE_CASES, NUMBER_CASES, RuleCase

CASES = (
    *NUMBER_CASES,
    *AGE_CASES,
    RuleCase("sectors_served", ["handicraft"], {"sector": "handicraft"}),
    RuleCase("sectors_served", ["handicraft"], {"sector": "spa"}, "sector_not_served"),
    RuleCase("own_products_required", True, {"sells_own_products": True}),
    RuleCase("own_products_required", True, {"sells_own_products": False}, "not_own_products"),
    RuleCase("commitment_required", True, {"commits_to_attend": True}),
    RuleCase("commitment_required", True, {"commits_to_attend": False}, "commitment_needed"),
)
