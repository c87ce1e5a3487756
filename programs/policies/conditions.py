"""When a question or document is required: a small condition stored as data. Pure.

`{"fact": "requested_amount", "op": "above", "rule": "npwp_required_above"}` compares a fact with a
rule of the edition, `"value"` with a constant; `{"all": [...]}` joins several. No condition means
always; while the fact is not known, the question or document is not required.
"""

from collections.abc import Callable, Mapping
from typing import Any

from programs.policies.eligibility import RuleBook

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "above": lambda fact, bound: fact > bound,
    "at_most": lambda fact, bound: fact <= bound,
    "is": lambda fact, bound: fact == bound,
    "in": lambda fact, bound: fact in bound,
}


def is_met(condition: Mapping[str, Any] | None, facts: Mapping[str, Any], rules: RuleBook) -> bool:
    """Tell whether `condition` is met; raises KeyError for an operator that does not exist."""
    if not condition:
        return True
    if "all" in condition:
        return all(is_met(part, facts, rules) for part in condition["all"])
    fact = facts.get(condition["fact"])
    bound = rules.value(condition["rule"]) if "rule" in condition else condition["value"]
    if fact is None or bound is None:
        return False
    return _OPERATORS[condition["op"]](fact, bound)
