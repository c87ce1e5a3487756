"""Lending rules: each one alone, and together as in KUR on both sides of 1 January 2026."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.policies.lending import CHECKS, annual_rate, no_instalment
from programs.enums import Severity
from programs.policies.eligibility import RuleBook, RuleRow, Verdict, evaluate
from programs.policies.enterprise import full_months
from tests.financing.rule_cases import CASES, CREDIT, RATES
from tests.programs.policies.rule_cases import (
    ON,
    RateCase,
    RuleCase,
    check_case,
    check_missing,
    check_rate,
    verdict_over,
)


def _row(key: str, value: Any, *, verified: bool = True) -> RuleRow:
    return RuleRow(key, value, "", "Permenko", "Pasal 1", verified)


COMMON = [
    _row("amount_above", 10_000_000),
    _row("amount_max", 100_000_000),
    _row("borrowers", ["person", "group"]),
    _row("tenor_max_working_capital", 36, verified=False),
    _row("tenor_max_investment", 60, verified=False),
    _row("business_age_min_months", 6, verified=False),
    _row("nib_or_sku_required", True, verified=False),
    _row("other_productive_credit_barred", True, verified=False),
    _row("civil_servant_barred", True, verified=False),
    _row("collateral_free_up_to", 100_000_000),
    _row("slik_collectability_max", 1, verified=False),
]
RULES_2026 = [
    *COMMON,
    _row("annual_sales_max", 4_800_000_000),
    _row("npwp_required_above", 50_000_000),
    _row("annual_rate", "0.06"),
]
RULES_2023 = [
    *COMMON,
    _row("access_cap_sectors", ["agriculture", "plantation", "fishery", "livestock"]),
    _row("access_cap_listed", 4),
    _row("access_cap_other", 2),
    _row("annual_rate_access_1", "0.06"),
    _row("annual_rate_access_2", "0.07"),
    _row("annual_rate_access_3", "0.08"),
    _row("annual_rate_access_4", "0.09"),
]
FACTS: dict[str, Any] = {
    "on": ON,
    "requested_amount": 40_000_000,
    "tenor_months": 24,
    "purpose": "working_capital",
    "annual_sales": 600_000_000,
    "business_started_on": date(2020, 1, 15),
    "has_npwp": True,
    "has_nib_or_sku": True,
    "collateral_offered": False,
    "other_productive_credit": False,
    "slik_collectability": 1,
    "previous_kur_count": 0,
    "sector_group": "manufacturing",
    "is_civil_servant": False,
    "borrower": "person",
    "regency": "35.78",
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: RuleCase) -> None:
    check_case(CHECKS, case)


@pytest.mark.parametrize("case", RATES, ids=str)
def test_rate(case: RateCase) -> None:
    check_rate(annual_rate, case)


def test_the_ceiling_of_an_exception_needs_the_amount() -> None:
    facts = {"other_productive_credit": True, "other_credit_kind": "ultra_micro"}
    assert verdict_over(CHECKS, CREDIT, facts).missing == ("other_credit_amount",)


def test_a_missing_fact_is_needed() -> None:
    check_missing(CHECKS, {"work_contract_required": True}, "has_work_contract")


def _judge(rules: list[RuleRow], **changes: Any) -> Verdict:
    return evaluate({**FACTS, **changes}, RuleBook(rules), CHECKS)


def _codes(verdict: Verdict) -> list[tuple[str, str]]:
    return [(v.code, str(v.severity)) for v in verdict.violations]


def test_a_plain_application_breaks_nothing() -> None:
    assert _judge(RULES_2026) == Verdict((), ())
    assert _judge(RULES_2023).eligible is True


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"requested_amount": 10_000_000}, [("amount_too_small", "blocks")]),
        ({"requested_amount": 10_000_001}, []),
        ({"requested_amount": 100_000_000}, []),
        ({"requested_amount": 100_000_001}, [("amount_too_large", "blocks")]),
        ({"annual_sales": 4_800_000_000}, []),
        ({"annual_sales": 4_800_000_001}, [("annual_sales_too_large", "blocks")]),
        ({"requested_amount": 50_000_000, "has_npwp": False}, []),
        ({"requested_amount": 50_000_001, "has_npwp": False}, [("npwp_needed", "blocks")]),
        ({"borrower": "group"}, []),
        ({"borrower": "cooperative"}, [("borrower_not_served", "blocks")]),
        ({"tenor_months": 36}, []),
        ({"tenor_months": 37}, [("tenor_too_long", "warns")]),
        ({"tenor_months": 60, "purpose": "investment"}, []),
        ({"tenor_months": 61, "purpose": "investment"}, [("tenor_too_long", "warns")]),
        ({"business_started_on": date(2025, 9, 2)}, []),
        ({"business_started_on": date(2025, 9, 3)}, [("business_too_young", "warns")]),
        ({"has_nib_or_sku": False}, [("nib_or_sku_needed", "warns")]),
        ({"other_productive_credit": True}, [("other_productive_credit", "warns")]),
        ({"is_civil_servant": True}, [("civil_servant", "warns")]),
        ({"collateral_offered": True}, [("collateral_not_needed", "warns")]),
        ({"slik_collectability": 2}, [("slik_not_clear", "warns")]),
        ({"previous_kur_count": 7}, []),
    ],
)
def test_rules_of_2026(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert _codes(_judge(RULES_2026, **changes)) == expected


@pytest.mark.parametrize(
    ("sector", "count", "blocked"),
    [
        ("manufacturing", 1, False),
        ("manufacturing", 2, True),
        ("livestock", 3, False),
        ("livestock", 4, True),
    ],
)
def test_repeat_caps_until_2025(sector: str, count: int, blocked: bool) -> None:
    verdict = _judge(RULES_2023, sector_group=sector, previous_kur_count=count)
    assert bool(verdict.blocking) is blocked
    assert verdict.eligible is not blocked


def test_sales_have_no_ceiling_until_2025() -> None:
    assert _judge(RULES_2023, annual_sales=9_000_000_000).eligible is True


@pytest.mark.parametrize(("count", "rate"), [(0, "0.06"), (1, "0.07"), (2, "0.08"), (3, "0.09")])
def test_the_ladder_of_rates_until_2025(count: int, rate: str) -> None:
    found = annual_rate({"previous_kur_count": count}, RuleBook(RULES_2023))
    assert found is not None
    assert found.annual == Decimal(rate)


def test_the_ladder_ends_at_its_fourth_step() -> None:
    found = annual_rate({"previous_kur_count": 9}, RuleBook(RULES_2023))
    assert found is not None
    assert found.annual == Decimal("0.09")


def test_one_rate_since_2026_for_every_access() -> None:
    found = annual_rate({}, RuleBook(RULES_2026))
    assert found is not None
    assert found.annual == Decimal("0.06")


def test_an_unknown_access_leaves_the_ladder_open() -> None:
    assert annual_rate({}, RuleBook(RULES_2023)) is None


def test_missing_facts_leave_the_verdict_open_only_where_a_verified_rule_needs_them() -> None:
    nothing = evaluate({"on": ON}, RuleBook(RULES_2026), CHECKS)
    assert nothing.eligible is None
    assert nothing.missing == ("requested_amount", "borrower", "annual_sales")
    unverified = {k: v for k, v in FACTS.items() if k not in {"tenor_months", "is_civil_servant"}}
    assert evaluate(unverified, RuleBook(RULES_2026), CHECKS).eligible is True


def test_the_tax_number_is_needed_only_above_its_amount() -> None:
    facts = {**FACTS, "has_npwp": None}
    assert evaluate(facts, RuleBook(RULES_2026), CHECKS).missing == ()
    large = {**facts, "requested_amount": 60_000_000}
    assert evaluate(large, RuleBook(RULES_2026), CHECKS).missing == ("has_npwp",)


def test_the_credit_record_is_never_needed() -> None:
    verified = [RuleRow(r.key, r.value, r.unit, r.legal_basis, r.article, True) for r in RULES_2026]
    facts = {**FACTS, "slik_collectability": None}
    assert evaluate(facts, RuleBook(verified), CHECKS).missing == ()


def test_verifying_a_row_makes_it_bind() -> None:
    verified = [*[r for r in RULES_2026 if r.key != "civil_servant_barred"]]
    verified.append(_row("civil_servant_barred", True))
    verdict = evaluate({**FACTS, "is_civil_servant": True}, RuleBook(verified), CHECKS)
    assert [v.severity for v in verdict.violations] == [Severity.BLOCKS]


@given(st.permutations(RULES_2026), st.integers(1, 200_000_000), st.booleans())
def test_a_verdict_does_not_depend_on_the_order_of_rows(
    rows: list[RuleRow], amount: int, has_npwp: bool
) -> None:
    facts = {**FACTS, "requested_amount": amount, "has_npwp": has_npwp}
    assert evaluate(facts, RuleBook(rows), CHECKS) == evaluate(facts, RuleBook(RULES_2026), CHECKS)


@given(st.integers(10_000_001, 200_000_000), st.integers(0, 100_000_000), st.booleans())
def test_a_larger_amount_never_repairs_a_refusal(amount: int, more: int, has_npwp: bool) -> None:
    small = _judge(RULES_2026, requested_amount=amount, has_npwp=has_npwp)
    large = _judge(RULES_2026, requested_amount=amount + more, has_npwp=has_npwp)
    assert not (small.eligible is False and large.eligible is True)


@given(
    amounts=st.lists(st.integers(1, 10**12), min_size=2, max_size=2).map(sorted),
    above=st.integers(0, 10**9),
    most=st.integers(1, 10**12),
    owed=st.integers(0, 10**9),
)
def test_raising_only_the_amount_makes_nobody_eligible_from_the_minimum_on(
    amounts: list[int], above: int, most: int, owed: int
) -> None:
    """Above the lower bound the rules on the amount only tighten."""
    rules = {"amount_above": above, "amount_max": most, "outstanding_total_max": most}
    less, more = (
        verdict_over(CHECKS, rules, {"requested_amount": amount, "kur_outstanding": owed})
        for amount in amounts
    )
    if amounts[0] > above and less.eligible is False:
        assert more.eligible is False


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
        (date(2026, 3, 2), date(2026, 3, 1), -1),
    ],
)
def test_full_months(start: date, until: date, months: int) -> None:
    assert full_months(start, until) == months


@pytest.mark.parametrize(
    ("rules", "facts", "code"),
    [
        (RULES_2026, {"tenor_months": 36, "purpose": "working_capital"}, None),
        (RULES_2026, {"tenor_months": 37, "purpose": "working_capital"}, "tenor_outside_rule"),
        (RULES_2026, {"tenor_months": 60}, None),
        (RULES_2026, {"tenor_months": 61}, "tenor_outside_rule"),
        (RULES_2023, {"tenor_months": 12}, "rate_by_access"),
        (RULES_2023, {"tenor_months": 12, "previous_kur_count": 0}, None),
        (COMMON, {"tenor_months": 12}, "rate_unknown"),
    ],
)
def test_why_a_loan_has_no_instalment(
    rules: list[RuleRow], facts: dict[str, Any], code: str | None
) -> None:
    assert no_instalment(facts, RuleBook(rules)) == code


def test_a_loan_abroad_has_no_instalment_beyond_its_contract() -> None:
    rules = RuleBook([*RULES_2026, _row("tenor_within_contract", True)])
    facts = {"tenor_months": 25, "contract_months": 24}
    assert no_instalment(facts, rules) == "tenor_outside_rule"
    assert no_instalment({**facts, "tenor_months": 24}, rules) is None


def test_an_unread_rate_has_a_source_and_no_article() -> None:
    row = RuleRow("annual_rate", "0.06", "per tahun", "Permenko", "Pasal 1", False, "berita")
    found = annual_rate({}, RuleBook([row]))
    assert found is not None
    assert (found.legal_basis, found.article, found.source) == ("", "", "berita")


def test_outcomes_of_a_verdict() -> None:
    assert _judge(RULES_2026).outcome == "eligible"
    assert _judge(RULES_2026, is_civil_servant=True).outcome == "with_notes"
    assert _judge(RULES_2026, requested_amount=1).outcome == "not_eligible"
    assert _judge(RULES_2026, annual_sales=None).outcome == "unknown"
