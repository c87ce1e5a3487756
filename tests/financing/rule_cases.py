"""Financing rules at and beside each limit, and the rates of a debtor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.programs.policies.rule_cases import AGE_CASES, NUMBER_CASES, RateCase, RuleCase

CREDIT: Mapping[str, Any] = {
    "other_productive_credit_barred": True,
    "other_credit_allowed": ["ultra_micro", "mortgage", "consumption_as_productive"],
    "ultra_micro_max": 20_000_000,
    "consumption_as_productive_max": 500_000_000,
}
_ACCESS: Mapping[str, Any] = {
    "access_cap_sectors": ["agriculture", "plantation", "fishery", "livestock"],
    "access_cap_listed": 4,
    "access_cap_other": 2,
}
MEMBER: Mapping[str, Any] = {"borrower": "person", "is_group_member": True}
_SHORTER_TENOR = {"tenor_max_working_capital": 36}


def credit(kind: str, amount: int | None = None) -> dict[str, Any]:
    """Return the facts of other credit; without an amount it is not known."""
    facts = {} if amount is None else {"other_credit_amount": amount}
    return {"other_productive_credit": True, "other_credit_kind": kind, **facts}


def _one_of(
    rules: Mapping[str, Any], key: str, facts: Mapping[str, Any], code: str | None
) -> RuleCase:
    beside = {name: value for name, value in rules.items() if name != key}
    return RuleCase(key, rules[key], facts, code, beside)


def _credit_case(key: str, facts: Mapping[str, Any], code: str | None = None) -> RuleCase:
    return _one_of(CREDIT, key, facts, code)


def _access_case(key: str, sector: str, count: int, code: str | None = None) -> RuleCase:
    return _one_of(_ACCESS, key, {"sector_group": sector, "previous_kur_count": count}, code)


def _member_cases(key: str, fact: str, code: str, **more: Any) -> tuple[RuleCase, ...]:
    """Return the cases of what a member of a group needs, and a group or a single person not."""
    return (
        RuleCase(key, True, {**MEMBER, **more, fact: True}),
        RuleCase(key, True, {**MEMBER, **more, fact: False}, code),
        RuleCase(key, True, {"borrower": "person", "is_group_member": False}),
        RuleCase(key, True, {"borrower": "group"}),
    )


CASES = (
    *NUMBER_CASES,
    *AGE_CASES,
    RuleCase(
        "business_age_min_months_mentored",
        3,
        {"business_started_on": date(2025, 12, 2), "mentored": True},
        beside={"business_age_min_months": 6},
    ),
    RuleCase(
        "business_age_min_months_mentored",
        3,
        {"business_started_on": date(2025, 12, 3), "mentored": True},
        "business_too_young",
        beside={"business_age_min_months": 6},
    ),
    RuleCase(
        "business_age_min_months_mentored",
        3,
        {"business_started_on": date(2025, 12, 2)},
        "business_young_unless_mentored",
        beside={"business_age_min_months": 6},
    ),
    RuleCase(
        "business_age_min_months_mentored",
        3,
        {"business_started_on": date(2025, 12, 2), "mentored": False},
        "business_too_young",
        beside={"business_age_min_months": 6},
    ),
    RuleCase("owner_age_min_years", 21, {"owner_born_on": date(2005, 3, 2)}),
    RuleCase("owner_age_min_years", 21, {"owner_born_on": date(2005, 3, 3)}, "owner_too_young"),
    RuleCase("owner_age_min_years", 21, {"owner_born_on": date(2005, 3, 3), "is_married": True}),
    RuleCase("owner_age_min_years", 21, {"owner_born_on": "2005-03-03"}, "owner_too_young"),
    RuleCase("owner_age_min_years", 21, {}),
    RuleCase("amount_above", 10_000_000, {"requested_amount": 10_000_001}),
    RuleCase("amount_above", 10_000_000, {"requested_amount": 10_000_000}, "amount_too_small"),
    RuleCase("amount_max", 100_000_000, {"requested_amount": 100_000_000}),
    RuleCase("amount_max", 100_000_000, {"requested_amount": 100_000_001}, "amount_too_large"),
    RuleCase("borrowers", ["person", "group"], {"borrower": "group"}),
    RuleCase("borrowers", ["person", "group"], {"borrower": "cooperative"}, "borrower_not_served"),
    RuleCase("annual_sales_max", 4_800_000_000, {"annual_sales": 4_800_000_000}),
    RuleCase(
        "annual_sales_max", 4_800_000_000, {"annual_sales": 4_800_000_001}, "annual_sales_too_large"
    ),
    RuleCase("npwp_required_above", 100, {"requested_amount": 100, "has_npwp": False}),
    RuleCase("npwp_required_above", 100, {"requested_amount": 101, "has_npwp": True}),
    RuleCase(
        "npwp_required_above", 100, {"requested_amount": 101, "has_npwp": False}, "npwp_needed"
    ),
    RuleCase("tenor_max_working_capital", 36, {"tenor_months": 36, "purpose": "working_capital"}),
    RuleCase(
        "tenor_max_working_capital",
        36,
        {"tenor_months": 37, "purpose": "working_capital"},
        "tenor_too_long",
    ),
    RuleCase(
        "tenor_max_investment",
        60,
        {"tenor_months": 60, "purpose": "investment"},
        beside=_SHORTER_TENOR,
    ),
    RuleCase(
        "tenor_max_investment",
        60,
        {"tenor_months": 61, "purpose": "investment"},
        "tenor_too_long",
        beside=_SHORTER_TENOR,
    ),
    RuleCase("civil_servant_barred", True, {"is_civil_servant": False}),
    RuleCase("civil_servant_barred", True, {"is_civil_servant": True}, "civil_servant"),
    RuleCase("collateral_free_up_to", 100, {"requested_amount": 101, "collateral_offered": True}),
    RuleCase(
        "collateral_free_up_to",
        100,
        {"requested_amount": 100, "collateral_offered": True},
        "collateral_not_needed",
    ),
    RuleCase("slik_collectability_max", 1, {"slik_collectability": 1}),
    RuleCase("slik_collectability_max", 1, {"slik_collectability": 2}, "slik_not_clear"),
    _access_case("access_cap_other", "manufacturing", 1),
    _access_case("access_cap_other", "manufacturing", 2, "access_cap_reached"),
    _access_case("access_cap_listed", "livestock", 3),
    _access_case("access_cap_listed", "livestock", 4, "access_cap_reached"),
    _access_case("access_cap_sectors", "livestock", 2),
    _access_case("access_cap_sectors", "manufacturing", 2, "access_cap_reached"),
    RuleCase("npwp_required", True, {"has_npwp": True}),
    RuleCase("npwp_required", True, {"has_npwp": False}, "npwp_always_needed"),
    RuleCase("first_time_only", True, {"previous_kur_count": 0}),
    RuleCase("first_time_only", True, {"previous_kur_count": 1}, "not_first_loan"),
    RuleCase("outstanding_total_max", 100, {"kur_outstanding": 40, "requested_amount": 60}),
    RuleCase(
        "outstanding_total_max",
        100,
        {"kur_outstanding": 41, "requested_amount": 60},
        "total_too_large",
    ),
    RuleCase("outstanding_total_max", 100, {"requested_amount": 101}),
    RuleCase("tenor_within_contract", True, {"tenor_months": 24, "contract_months": 24}),
    RuleCase(
        "tenor_within_contract",
        True,
        {"tenor_months": 25, "contract_months": 24},
        "tenor_beyond_contract",
    ),
    _credit_case("other_productive_credit_barred", {"other_productive_credit": False}),
    _credit_case(
        "other_productive_credit_barred",
        {"other_productive_credit": True},
        "other_productive_credit",
    ),
    _credit_case("other_productive_credit_barred", {"credit_history": []}),
    _credit_case(
        "other_productive_credit_barred",
        {"credit_history": ["commercial_repaid"]},
        "commercial_credit_received",
    ),
    _credit_case(
        "other_productive_credit_barred",
        {"credit_history": ["mortgage", "commercial_running"]},
        "other_productive_credit",
    ),
    _credit_case("other_credit_allowed", {"credit_history": ["mortgage", "ultra_micro"]}),
    _credit_case(
        "other_credit_allowed", {"credit_history": ["kur_other_lender"]}, "kur_at_other_lender"
    ),
    _credit_case("other_credit_allowed", credit("commercial", 1), "other_productive_credit"),
    _credit_case("other_credit_allowed", credit("house")),
    _credit_case(
        "ultra_micro_max", {"credit_history": ["ultra_micro"], "ultra_micro_amount": 20_000_000}
    ),
    _credit_case(
        "ultra_micro_max",
        {"credit_history": ["ultra_micro"], "ultra_micro_amount": 20_000_001},
        "other_credit_too_large",
    ),
    _credit_case("ultra_micro_max", credit("ultra_micro", 20_000_000)),
    _credit_case("ultra_micro_max", credit("ultra_micro", 20_000_001), "other_credit_too_large"),
    _credit_case("consumption_as_productive_max", credit("consumption_as_productive", 500_000_000)),
    _credit_case(
        "consumption_as_productive_max",
        credit("consumption_as_productive", 500_000_001),
        "other_credit_too_large",
    ),
    RuleCase("government_loan_repaid_required", True, {"government_loan_unpaid": False}),
    RuleCase(
        "government_loan_repaid_required",
        True,
        {"government_loan_unpaid": True},
        "government_loan_unpaid",
    ),
    RuleCase("employment_insurance_required", True, {"has_employment_insurance": True}),
    RuleCase(
        "employment_insurance_required",
        True,
        {"has_employment_insurance": False},
        "employment_insurance",
    ),
    RuleCase("offtaker_agreement_required", True, {"has_offtaker_agreement": True}),
    RuleCase(
        "offtaker_agreement_required",
        True,
        {"has_offtaker_agreement": False},
        "offtaker_agreement_needed",
    ),
    RuleCase("group_registration_required", True, {"borrower": "person", "is_group_member": False}),
    RuleCase(
        "group_registration_required",
        True,
        {"borrower": "person", "is_group_member": True, "group_is_registered": False},
        "group_not_registered",
    ),
    *_member_cases("member_group_letter_required", "has_group_letter", "group_letter_needed"),
    *_member_cases("member_through_chair_required", "applies_through_chair", "chair_not_asked"),
    *_member_cases(
        "beginner_recommendation_required",
        "has_chair_recommendation",
        "chair_recommendation_needed",
        is_beginner_member=True,
    ),
    RuleCase("beginner_recommendation_required", True, {**MEMBER, "is_beginner_member": False}),
    RuleCase(
        "group_registration_required", True, {"borrower": "group", "group_is_registered": True}
    ),
    RuleCase(
        "group_registration_required",
        True,
        {"borrower": "group", "group_is_registered": False},
        "group_not_registered",
    ),
    RuleCase("work_contract_required", True, {"has_work_contract": True}),
    RuleCase("work_contract_required", True, {"has_work_contract": False}, "work_contract_needed"),
    RuleCase(
        "collateral_may_be_asked_above", 100, {"requested_amount": 100, "collateral_offered": False}
    ),
    RuleCase(
        "collateral_may_be_asked_above",
        100,
        {"requested_amount": 101, "collateral_offered": False},
        "collateral_may_be_asked",
    ),
    RuleCase(
        "collateral_may_be_asked_above", 100, {"requested_amount": 101, "collateral_offered": True}
    ),
    RuleCase(
        "collateral_exempt_sectors",
        ["agriculture"],
        {"requested_amount": 101, "collateral_offered": False, "sector_group": "agriculture"},
        beside={"collateral_may_be_asked_above": 100},
    ),
    RuleCase(
        "collateral_exempt_sectors",
        ["agriculture"],
        {"requested_amount": 101, "collateral_offered": False, "sector_group": "trade"},
        "collateral_may_be_asked",
        beside={"collateral_may_be_asked_above": 100},
    ),
    RuleCase(
        "collateral_exempt_sectors",
        ["agriculture"],
        {"requested_amount": 101, "collateral_offered": False, "sector_group": "plantation"},
        "collateral_may_be_asked",
        beside={"collateral_may_be_asked_above": 100},
    ),
    *(
        RuleCase(
            "collateral_exempt_sugar_cane",
            True,
            {
                "requested_amount": 101,
                "collateral_offered": False,
                "sector_group": "plantation",
                "sugar_cane_with_avalist": stands_surety,
            },
            None if stands_surety else "collateral_may_be_asked",
            beside={"collateral_may_be_asked_above": 100},
        )
        for stands_surety in (True, False)
    ),
    RuleCase("legal_entity_required", True, {"is_legal_entity": True}),
    RuleCase("legal_entity_required", True, {"is_legal_entity": False}, "legal_entity_needed"),
    RuleCase("meeting_required", True, {"meeting_was_held": True}),
    RuleCase("meeting_required", True, {"meeting_was_held": False}, "meeting_not_held"),
    RuleCase("office_required", True, {"has_office": True}),
    RuleCase("office_required", True, {"has_office": False}, "office_needed"),
    RuleCase("surplus_required", True, {"result_is_positive": True}),
    RuleCase("surplus_required", True, {"result_is_positive": False}, "result_not_positive"),
    RuleCase("earlier_loan_repaid_required", True, {"earlier_loan_in_arrears": False}),
    RuleCase("earlier_loan_repaid_required", True, {"borrows_from_lpdb": False}),
    RuleCase(
        "earlier_loan_repaid_required",
        True,
        {"earlier_loan_in_arrears": True},
        "earlier_loan_in_arrears",
    ),
)

RATES = (
    RateCase("annual_rate", "0.06", {}, "0.06"),
    RateCase("interest_declines", True, {}, "0.06", beside={"annual_rate": "0.06"}),
    RateCase("annual_rate_access_1", "0.06", {"previous_kur_count": 0}, "0.06"),
    RateCase("annual_rate_access_1", "0.06", {"previous_kur_count": 1}, None),
    RateCase("annual_rate_access_1", "0.06", {}, None),
    RateCase("annual_rate_access_2", "0.07", {"previous_kur_count": 1}, "0.07"),
    RateCase("annual_rate_access_3", "0.08", {"previous_kur_count": 2}, "0.08"),
    RateCase("annual_rate_access_4", "0.09", {"previous_kur_count": 3}, "0.09"),
    RateCase("annual_rate_access_4", "0.09", {"previous_kur_count": 9}, "0.09"),
)
