"""What a programme kind declares: the rules it judges by and what its outcome is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from programs.enums import Kind
from programs.policies.eligibility import RuleBook, Rulecheck
from programs.policies.financing import Rate


class RateRule(Protocol):
    """Finds the debtor's rate, where a kind has one."""

    def __call__(self, facts: Mapping[str, Any], rules: RuleBook) -> Rate | None: ...


@dataclass(frozen=True)
class KindSpec:
    """One kind: guards and forms differ, states never do."""

    kind: Kind
    checks: Sequence[Rulecheck]
    rate: RateRule | None
    application_word_id: str
    application_word_en: str
