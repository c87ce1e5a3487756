"""The rules of the other KUR schemes and of LPDB, on and beside each limit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.policies.lending import CHECKS
from tests.programs.policies.tables import Case, asks_for, codes_over, verdict_over

CREDIT: dict[str, Any] = {
    "other_productive_credit_barred": True,
    "other_credit_allowed": ["ultra_micro", "house", "consumption_as_productive"],
    "ultra_micro_max": 20_000_000,
    "consumption_as_productive_max": 500_000_000,
}


def credit(kind: str, amount: int | None = None) -> dict[str, Any]:
    told = {} if amount is None else {"other_credit_amount": amount}
    return {"other_productive_credit": True, "other_credit_kind": kind, **told}


CASES: list[Case] = [
    ({"npwp_required": True}, {"has_npwp": True}, None),
    ({"npwp_required": True}, {"has_npwp": False}, "npwp_always_needed"),
    ({"first_time_only": True}, {"previous_kur_count": 0}, None),
    ({"first_time_only": True}, {"previous_kur_count": 1}, "not_first_loan"),
    (
        {"outstanding_total_max": 100},
        {"kur_outstanding": 40, "requested_amount": 60},
        None,
    ),
    (
        {"outstanding_total_max": 100},
        {"kur_outstanding": 41, "requested_amount": 60},
        "total_too_large",
    ),
    ({"outstanding_total_max": 100}, {"requested_amount": 101}, None),
    ({"tenor_within_contract": True}, {"tenor_months": 24, "contract_months": 24}, None),
    (
        {"tenor_within_contract": True},
        {"tenor_months": 25, "contract_months": 24},
        "tenor_beyond_contract",
    ),
    (CREDIT, {"other_productive_credit": False}, None),
    (CREDIT, {"other_productive_credit": True}, "other_productive_credit"),
    (CREDIT, credit("commercial", 1), "other_productive_credit"),
    (CREDIT, credit("house"), None),
    (CREDIT, credit("ultra_micro", 20_000_000), None),
    (CREDIT, credit("ultra_micro", 20_000_001), "other_credit_too_large"),
    (CREDIT, credit("consumption_as_productive", 500_000_000), None),
    (CREDIT, credit("consumption_as_productive", 500_000_001), "other_credit_too_large"),
    (
        {"government_loan_repaid_required": True},
        {"government_loan_unpaid": False},
        None,
    ),
    (
        {"government_loan_repaid_required": True},
        {"government_loan_unpaid": True},
        "government_loan_unpaid",
    ),
    ({"employment_insurance_required": True}, {"has_employment_insurance": True}, None),
    (
        {"employment_insurance_required": True},
        {"has_employment_insurance": False},
        "employment_insurance",
    ),
    ({"offtaker_agreement_required": True}, {"has_offtaker_agreement": True}, None),
    (
        {"offtaker_agreement_required": True},
        {"has_offtaker_agreement": False},
        "offtaker_agreement_needed",
    ),
    ({"group_registration_required": True}, {"borrower": "person"}, None),
    (
        {"group_registration_required": True},
        {"borrower": "group", "group_is_registered": True},
        None,
    ),
    (
        {"group_registration_required": True},
        {"borrower": "group", "group_is_registered": False},
        "group_not_registered",
    ),
    ({"work_contract_required": True}, {"has_work_contract": True}, None),
    ({"work_contract_required": True}, {"has_work_contract": False}, "work_contract_needed"),
    (
        {"collateral_may_be_asked_above": 100},
        {"requested_amount": 100, "collateral_offered": False},
        None,
    ),
    (
        {"collateral_may_be_asked_above": 100},
        {"requested_amount": 101, "collateral_offered": False},
        "collateral_may_be_asked",
    ),
    (
        {"collateral_may_be_asked_above": 100},
        {"requested_amount": 101, "collateral_offered": True},
        None,
    ),
    (
        {"collateral_may_be_asked_above": 100, "collateral_exempt_sectors": ["agriculture"]},
        {"requested_amount": 101, "collateral_offered": False, "sector_group": "agriculture"},
        None,
    ),
    ({"legal_entity_required": True}, {"is_legal_entity": False}, "legal_entity_needed"),
    ({"meeting_required": True}, {"meeting_was_held": False}, "meeting_not_held"),
    ({"office_required": True}, {"has_office": False}, "office_needed"),
    ({"surplus_required": True}, {"result_is_positive": False}, "result_not_positive"),
    (
        {"earlier_loan_repaid_required": True},
        {"earlier_loan_in_arrears": True},
        "earlier_loan_in_arrears",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_rule(case: Case) -> None:
    codes_over(CHECKS, case)


def test_the_ceiling_of_an_exception_asks_for_the_amount() -> None:
    facts = {"other_productive_credit": True, "other_credit_kind": "ultra_micro"}
    assert verdict_over(CHECKS, CREDIT, facts).missing == ("other_credit_amount",)


def test_missing_facts_are_asked_for() -> None:
    asks_for(CHECKS, {"work_contract_required": True}, "has_work_contract")


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
