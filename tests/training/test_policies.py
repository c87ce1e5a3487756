"""Training rules: who may take a seat."""

import pytest

from tests.programs.policies.tables import Case, asks_for, codes_over
from training.policies import CHECKS

RULE = {"participant_letter_required": True}
CASES: list[Case] = [
    (RULE, {"participant": "owner"}, None),
    (RULE, {"participant": "worker", "has_worker_letter": True}, None),
    (RULE, {"participant": "worker", "has_worker_letter": False}, "worker_letter_needed"),
    ({"participant_letter_required": False}, {"participant": "worker"}, None),
]


@pytest.mark.parametrize("case", CASES)
def test_rule(case: Case) -> None:
    codes_over(CHECKS, case)


def test_a_missing_fact_is_asked_for() -> None:
    asks_for(CHECKS, RULE, "participant")
