"""What a programme kind declares: the rules it judges by and what an application is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from programs.enums import Kind
from programs.policies.eligibility import RuleBook, Rulecheck
from programs.policies.financing import Rate


class RateRule(Protocol):
    """Finds the debtor's rate, where a kind has one."""

    def __call__(self, facts: Mapping[str, Any], rules: RuleBook) -> Rate | None: ...


@dataclass(frozen=True)
class KindSpec:
    """One kind: guards and forms differ, states never do.

    `shown` are keys of rules that no check compares with anything: they tell a reader what it
    costs, how long it is valid, who pays. `read` are keys that a check reads beside its own.
    """

    kind: Kind
    checks: Sequence[Rulecheck]
    rate: RateRule | None
    application_word_id: str
    application_word_en: str
    shown: frozenset[str] = field(default_factory=frozenset)
    read: frozenset[str] = field(default_factory=frozenset)

    @property
    def facts(self) -> frozenset[str]:
        """Every fact a check of this kind reads, and what its rate is found by."""
        return frozenset(name for check in self.checks for name in check.facts)

    def facts_under(self, rules: RuleBook) -> frozenset[str]:
        """The facts that the rules of one edition read."""
        return frozenset(
            name for check in self.checks if rules.get(check.key) for name in check.facts
        )

    @property
    def rule_keys(self) -> frozenset[str]:
        """Every key a rule of this kind may have."""
        return self.shown | self.read | {check.key for check in self.checks}
