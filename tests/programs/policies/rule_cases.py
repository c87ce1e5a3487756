"""Cases of rules: one row of an edition, the facts of one applicant, and the expected result."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from programs.enums import Severity
from programs.kinds.declaration import KindDeclaration, RateRule
from programs.policies.eligibility import RuleBook, RuleCheck, RuleRow, Verdict, evaluate

ON = date(2026, 3, 2)
_TRIED = {"broken", "met", "decided"}


@dataclass(frozen=True)
class RuleCase:
    """The row `key` with `value`, and `facts` that break it with `code`, or meet it (None).

    `beside` are other rows that the same check reads.
    """

    key: str
    value: Any
    facts: Mapping[str, Any]
    code: str | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Any]:
        return {**self.beside, self.key: self.value}

    def __str__(self) -> str:
        return f"{self.key} {self.code or 'met'}"


@dataclass(frozen=True)
class RateCase:
    """The row `key` with the rate `value`, and the rate that a debtor of these `facts` gets."""

    key: str
    value: Any
    facts: Mapping[str, Any]
    rate: str | None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Any]:
        return {**self.beside, self.key: self.value}

    def __str__(self) -> str:
        return f"{self.key} {self.rate}"


# Rules about the applicant that several kinds have.
NUMBER_CASES = (
    RuleCase("nib_or_sku_required", True, {"has_nib_or_sku": True}),
    RuleCase("nib_or_sku_required", True, {"has_nib_or_sku": False}, "nib_or_sku_needed"),
)
AGE_CASES = (
    RuleCase("business_age_min_months", 6, {"business_started_on": date(2025, 9, 2)}),
    RuleCase(
        "business_age_min_months",
        6,
        {"business_started_on": date(2025, 9, 3)},
        "business_too_young",
    ),
)


def book_of(rules: Mapping[str, Any], *, verified: bool = True) -> RuleBook:
    return RuleBook(
        [RuleRow(key, value, "", "UU", "Pasal 1", verified) for key, value in rules.items()]
    )


def verdict_over(
    checks: Sequence[RuleCheck],
    rules: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    verified: bool = True,
) -> Verdict:
    return evaluate({"on": ON, **facts}, book_of(rules, verified=verified), checks)


def codes(verdict: Verdict) -> list[str]:
    return [violation.code for violation in verdict.violations]


def check_case(checks: Sequence[RuleCheck], case: RuleCase) -> None:
    """Judge a case under a verified row, and under an unverified one.

    The violation is the expected one under both; under an unverified row it warns, unless the rule
    always blocks. With the facts of the case nothing is missing.
    """
    expected = [case.code] if case.code else []
    verdict = verdict_over(checks, case.rules, case.facts)
    assert codes(verdict) == expected
    is_warning = [v.severity for v in verdict.violations] == [Severity.WARNS]
    assert verdict.eligible is (case.code is None or is_warning)
    assert verdict.missing == ()
    unverified = verdict_over(checks, case.rules, case.facts, verified=False)
    assert codes(unverified) == expected
    assert unverified.missing == ()
    always_blocks = any(check.always_blocks for check in checks if check.key == case.key)
    assert bool(unverified.blocking) is (always_blocks and case.code is not None)


def check_rate(rate: RateRule, case: RateCase) -> None:
    """Require the rate of a case, with the legal basis of its row."""
    found = rate(case.facts, book_of(case.rules))
    assert (found and found.annual) == (case.rate and Decimal(case.rate))
    assert found is None or (found.verified, found.legal_basis) == (True, "UU")


def check_missing(checks: Sequence[RuleCheck], rules: Mapping[str, Any], *missing: str) -> None:
    """Require that without facts verified rules need exactly the facts `missing`."""
    assert verdict_over(checks, rules, {}).missing == missing


def tried_keys(kind: KindDeclaration, cases: Iterable[RuleCase | RateCase]) -> set[str]:
    """Return the rules that the cases really try: each case is judged, its `code` is not believed.

    A rule is tried where one case breaks it, one meets it, and one is judged differently without
    its row. A row of a rate is tried where the debtor's rate is another without it.
    """
    results: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        if isinstance(case, RateCase):
            assert kind.rate is not None
            rate, others = (kind.rate(case.facts, book_of(r)) for r in (case.rules, case.beside))
            if rate != others:
                results[case.key] |= _TRIED
        else:
            found, without = (
                codes(verdict_over(kind.checks, rules, case.facts))
                for rules in (case.rules, case.beside)
            )
            results[case.key].add("broken" if found else "met")
            if found != without:
                results[case.key].add("decided")
    return {key for key, seen in results.items() if seen == _TRIED}


def cases_of(app: str) -> Sequence[RuleCase | RateCase]:
    """Return the cases of a kind app, `CASES` and `RATES` of its `rule_cases`; none without one."""
    name = f"tests.{app}.rule_cases"
    if find_spec(f"tests.{app}") is None or find_spec(name) is None:
        return ()
    module = import_module(name)
    return (*module.CASES, *getattr(module, "RATES", ()))
