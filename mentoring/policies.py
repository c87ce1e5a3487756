"""Rules of mentoring: nobody is refused on merit, so little is required. Pure."""

from collections.abc import Sequence

from programs.policies.eligibility import Facts, RuleBook, RuleCheck, Violation, violation
from programs.policies.enterprise import NUMBER, SALES_IF_KNOWN, SECTOR


def has_number_or_states_candidacy(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a NIB, or the statement of a future entrepreneur."""
    row = rules.get("candidate_statement_accepted")
    if row is None or facts.need("has_nib_or_sku") or facts.need("signs_candidate_statement"):
        return None
    return violation(row, "number_or_statement_needed")


CHECKS: Sequence[RuleCheck] = (
    NUMBER,
    RuleCheck(
        "candidate_statement_accepted",
        has_number_or_states_candidacy,
        ("has_nib_or_sku", "signs_candidate_statement"),
    ),
    SECTOR,
    SALES_IF_KNOWN,
)
