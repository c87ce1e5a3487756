"""When a question or document is required: a small condition stored as data. Pure.

`{"fact": "requested_amount", "op": "above", "rule": "npwp_required_above"}` compares a fact with a
rule of the edition, `"value"` with a constant; `{"all": [...]}` joins several. No condition means
always; while the fact is not known, the question or document is not required.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from programs.policies.eligibility import RuleBook

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "above": lambda fact, bound: fact > bound,
    "at_most": lambda fact, bound: fact <= bound,
    "is": lambda fact, bound: fact == bound,
    "in": lambda fact, bound: fact in bound,
}
_KEYS = ({"fact", "op", "rule"}, {"fact", "op", "value"})


class Comparison(NamedTuple):
    """One comparison of a fact, with the figure `rule` of the edition or else with `value`."""

    fact: str
    op: str
    rule: str | None
    value: Any = None

    @property
    def as_condition(self) -> dict[str, Any]:
        """The comparison as it is stored."""
        bound = {"rule": self.rule} if self.rule is not None else {"value": self.value}
        return {"fact": self.fact, "op": self.op, **bound}


def comparisons_of(condition: Any) -> list[Comparison]:
    """Return the comparisons that must all hold; none where there is no condition.

    Raises ValueError for an invalid condition: unknown keys or operators, or a value that its
    operator cannot compare with.
    """
    return [] if condition is None else [*_comparisons(condition)]


def joined(comparisons: list[Comparison]) -> dict[str, Any] | None:
    """Return the condition under which all comparisons hold; None for no comparison."""
    parts = [comparison.as_condition for comparison in comparisons]
    return parts[0] if len(parts) == 1 else {"all": parts} if parts else None


def _comparisons(condition: Any) -> Iterator[Comparison]:
    if not isinstance(condition, Mapping):
        raise ValueError("not an object")
    if {*condition} == {"all"} and isinstance(condition["all"], list):
        for part in condition["all"]:
            yield from _comparisons(part)
        return
    if {*condition} not in _KEYS or not isinstance(condition["fact"], str):
        raise ValueError("not a comparison")
    op, rule, value = condition["op"], condition.get("rule"), condition.get("value")
    if not isinstance(op, str) or op not in _OPERATORS:
        raise ValueError("no such operator")
    has_bound = isinstance(rule, str) if "rule" in condition else _fits(op, value)
    if not has_bound:
        raise ValueError("nothing to compare with")
    yield Comparison(condition["fact"], op, rule, value)


def _fits(op: str, value: Any) -> bool:
    if op == "in":
        return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
    if op == "is":
        return isinstance(value, bool | int | str)
    return isinstance(value, int) and not isinstance(value, bool)


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
