"""Rules of exhibitions: who may be curated; the curators' scores are not rules. Pure."""

from collections.abc import Sequence

from programs.policies.eligibility import RuleCheck
from programs.policies.enterprise import AGE, NUMBER, SECTOR, must

CHECKS: Sequence[RuleCheck] = (
    NUMBER,
    AGE,
    SECTOR,
    must("own_products_required", "sells_own_products", "not_own_products"),
    must("commitment_required", "commits_to_attend", "commitment_needed"),
)
