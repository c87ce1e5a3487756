"""One way to try a rule: its row, facts that keep it, facts that break it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from programs.enums import Severity
from programs.policies.eligibility import RuleBook, RuleCheck, RuleRow, Verdict, judge

ON = date(2026, 3, 2)
Case = tuple[dict[str, Any], dict[str, Any], str | None]


def verdict_over(
    checks: Sequence[RuleCheck],
    rules: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    verified: bool = True,
) -> Verdict:
    rows = [RuleRow(key, value, "", "UU", "Pasal 1", verified) for key, value in rules.items()]
    return judge({"on": ON, **facts}, RuleBook(rows), checks)


def codes_over(checks: Sequence[RuleCheck], case: Case) -> None:
    """A verified row blocks; an unverified one warns and asks for nothing; a missing fact is asked
    for."""
    rules, facts, code = case
    wanted = [code] if code else []
    verdict = verdict_over(checks, rules, facts)
    assert [v.code for v in verdict.violations] == wanted
    assert verdict.eligible is (code is None or verdict.violations[0].severity == Severity.WARNS)
    assert verdict.missing == ()
    softly = verdict_over(checks, rules, facts, verified=False)
    assert [v.code for v in softly.violations] == wanted
    assert softly.missing == ()


def asks_for(checks: Sequence[RuleCheck], rules: Mapping[str, Any], *missing: str) -> None:
    """Without facts, a verified rule asks for exactly these."""
    assert verdict_over(checks, rules, {}).missing == missing
