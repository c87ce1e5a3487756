"""Which credit an applicant for KUR may have had, or may have beside it. Pure.

Permenko Perekonomian 1/2022 as amended until 12/2025, Pasal 36 for KUR khusus: ayat (3a) asks that
nobody ever received commercial credit and names what does not count; (3b) a loan of another
government programme that is repaid; (4) what may run at the same time. The rows of an edition say
which kinds, in which article, and how well it is known.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from programs.policies.eligibility import Facts, MissingFactError, RuleBook, Violation, violation

CREDIT_KINDS: Final = (
    "kur_same_lender",
    "kur_other_lender",
    "ultra_micro",
    "p2p",
    "consumption",
    "consumption_as_productive",
    "mortgage",
    "productive_vehicle",
    "pension_salary",
    "government_repaid",
    "commercial_repaid",
    "commercial_running",
)
# The kinds of credit that the older answer, whether another business loan is running, means.
OLDER_ANSWER: Final[Mapping[bool, Sequence[str]]] = {False: (), True: ("commercial_running",)}
# The kinds of running credit that editions in use until 2026 ask for, by their present names.
_OLDER_KINDS: Final[Mapping[str, str]] = {
    "house": "mortgage",
    "motorcycle_for_work": "productive_vehicle",
    "pension": "pension_salary",
    "household": "consumption",
    "credit_card": "consumption",
    "peer_to_peer": "p2p",
}
# Reported before anything else, in this order: what the rule is about.
_FIRST: Final = ("commercial_running", "commercial_repaid", "kur_other_lender")
# A loan of another government programme that is repaid bars nobody (ayat (3b)).
_NEVER_BARRED: Final = "government_repaid"


def never_had_commercial_credit(facts: Facts, rules: RuleBook) -> Violation | None:
    """Bar whoever had or has credit that is not among the kinds in `other_credit_allowed`.

    Of those, one with a ceiling of its own (`ultra_micro_max`, `consumption_as_productive_max`,
    rupiah) is allowed up to it, where the amount is known.
    """
    row = rules.get("other_productive_credit_barred")
    if row is None or not row.value:
        return None
    history, allowed = _history(facts, rules), _allowed(rules)
    for kind in sorted(history, key=lambda kind: (*_FIRST, kind).index(kind)):
        broken = _judged(kind, allowed, facts, rules)
        if broken is not None:
            return broken
    return None


def _judged(kind: str, allowed: frozenset[str], facts: Facts, rules: RuleBook) -> Violation | None:
    if kind in allowed:
        return _above_ceiling(kind, facts, rules)
    row, named = rules.get("other_productive_credit_barred"), rules.get("other_credit_allowed")
    # The rule bars commercial credit; anything else is barred unless it is named as allowed.
    ground = row if named is None or kind.startswith("commercial_") else named
    if ground is None:
        return None
    if kind == "commercial_repaid":
        return violation(ground, "commercial_credit_received")
    if kind == "kur_other_lender":
        return violation(ground, "kur_at_other_lender")
    return violation(ground, "other_productive_credit")


def _allowed(rules: RuleBook) -> frozenset[str]:
    """Return the kinds that an edition allows, older names also by their present names."""
    named: Sequence[str] = rules.value("other_credit_allowed") or ()
    return frozenset({*named, *(_OLDER_KINDS.get(kind, kind) for kind in named), _NEVER_BARRED})


def _history(facts: Facts, rules: RuleBook) -> Sequence[str]:
    """Return the kinds of credit named; raises MissingFactError without an answer."""
    named = facts.get("credit_history")
    if isinstance(named, list | tuple):
        return named
    older, kind = facts.get("other_productive_credit"), facts.get("other_credit_kind")
    if older is None:
        raise MissingFactError("credit_history")
    if not older or kind is None:
        return OLDER_ANSWER[bool(older)]
    known = _OLDER_KINDS.get(kind, kind)
    return [known] if known in _allowed(rules) else OLDER_ANSWER[True]


def _above_ceiling(kind: str, facts: Facts, rules: RuleBook) -> Violation | None:
    ceiling = rules.get(f"{kind}_max")
    if ceiling is None:
        return None
    amount = facts.get(f"{kind}_amount")
    if amount is None and facts.get("credit_history") is None:
        amount = facts.need("other_credit_amount")
    if amount is None or amount <= ceiling.value:
        return None
    return violation(ceiling, "other_credit_too_large", limit=ceiling.value, given=amount)
