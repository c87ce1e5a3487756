"""Training rules: who may take a seat."""

from tests.programs.policies.rule_cases import NUMBER_CASES, RuleCase

CASES = (
    *NUMBER_CASES,
    RuleCase("participant_letter_required", True, {"participant": "owner"}),
    RuleCase(
        "participant_letter_required", True, {"participant": "worker", "has_worker_letter": True}
    ),
    RuleCase(
        "participant_letter_required",
        True,
        {"participant": "worker", "has_worker_letter": False},
        "worker_letter_needed",
    ),
    RuleCase("participant_letter_required", False, {"participant": "worker"}),
)
