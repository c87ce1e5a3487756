"""Exhibition rules: who may be curated."""

from datetime import date

import pytest

from exhibitions.policies import CHECKS
from tests.programs.policies.tables import Case, asks_for, codes_over

CASES: list[Case] = [
    ({"sectors_served": ["handicraft"]}, {"sector": "handicraft"}, None),
    ({"sectors_served": ["handicraft"]}, {"sector": "spa"}, "sector_not_served"),
    ({"own_products_required": True}, {"sells_own_products": True}, None),
    ({"own_products_required": True}, {"sells_own_products": False}, "not_own_products"),
    ({"commitment_required": True}, {"commits_to_attend": True}, None),
    ({"commitment_required": True}, {"commits_to_attend": False}, "commitment_needed"),
    ({"business_age_min_months": 6}, {"business_started_on": date(2025, 9, 2)}, None),
    (
        {"business_age_min_months": 6},
        {"business_started_on": date(2025, 9, 3)},
        "business_too_young",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_rule(case: Case) -> None:
    codes_over(CHECKS, case)


def test_a_missing_fact_is_asked_for() -> None:
    asks_for(CHECKS, {"commitment_required": True}, "commits_to_attend")
