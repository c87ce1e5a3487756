"""Rules of training: who may take a seat. Pure."""

from collections.abc import Sequence

from programs.policies.eligibility import Facts, RuleBook, RuleCheck, Violation, violation
from programs.policies.enterprise import NUMBER, SECTOR


def participant_belongs_to_the_business(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a participant who owns the business, or has its letter."""
    row = rules.get("participant_letter_required")
    if row is None or not row.value or facts.need("participant") == "owner":
        return None
    return None if facts.need("has_worker_letter") else violation(row, "worker_letter_needed")


CHECKS: Sequence[RuleCheck] = (
    NUMBER,
    SECTOR,
    RuleCheck(
        "participant_letter_required",
        participant_belongs_to_the_business,
        ("participant", "has_worker_letter"),
    ),
)
