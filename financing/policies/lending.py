"""Rules of the KUR and LPDB schemes: each check is one statement with a code. Pure.

The rows of an edition carry the figure, the regulation and the article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from financing.policies.credit import never_had_commercial_credit
from programs.enums import Severity
from programs.policies.eligibility import (
    Facts,
    Rate,
    RuleBook,
    RuleCheck,
    Violation,
    violation,
)
from programs.policies.enterprise import (
    AGE,
    BORROWER,
    MENTORED_AGE,
    NUMBER,
    SALES,
    full_months,
    must,
    must_not,
)

LADDER_STEPS = 4
_MONTHS = 12


def amount_is_above_minimum(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require an amount above `amount_above` rupiah."""
    row, amount = rules.get("amount_above"), facts.need("requested_amount")
    if row is None or amount > row.value:
        return None
    return violation(row, "amount_too_small", always_blocks=True, limit=row.value, given=amount)


def amount_is_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require an amount of at most `amount_max` rupiah."""
    row, amount = rules.get("amount_max"), facts.need("requested_amount")
    if row is None or amount <= row.value:
        return None
    return violation(row, "amount_too_large", always_blocks=True, limit=row.value, given=amount)


def has_tax_number_when_large(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require an NPWP above `npwp_required_above` rupiah."""
    row, amount = rules.get("npwp_required_above"), facts.need("requested_amount")
    if row is None or amount <= row.value or facts.need("has_npwp"):
        return None
    return violation(row, "npwp_needed", limit=row.value, given=amount)


def tenor_is_allowed(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a tenor within the months allowed for the purpose."""
    purpose = facts.need("purpose")
    row, tenor = rules.get(f"tenor_max_{purpose}"), facts.need("tenor_months")
    if row is None or tenor <= row.value:
        return None
    return violation(row, "tenor_too_long", limit=row.value, given=tenor, purpose=purpose)


def access_is_within_cap(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require fewer earlier KUR loans than the cap of the sector (until 31 December 2025)."""
    listed = rules.get("access_cap_sectors")
    sector, count = facts.need("sector_group"), facts.need("previous_kur_count")
    key = "access_cap_listed" if listed and sector in listed.value else "access_cap_other"
    row = rules.get(key)
    if row is None or count < row.value:
        return None
    return violation(row, "access_cap_reached", limit=row.value, given=count, sector=sector)


def is_first_loan(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require that the applicant never had a KUR loan."""
    row = rules.get("first_time_only")
    if row is None or not row.value or facts.need("previous_kur_count") == 0:
        return None
    return violation(row, "not_first_loan", given=facts.need("previous_kur_count"))


def total_is_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require debt and requested amount together to be at most `outstanding_total_max` rupiah.

    Checked only where the debt is given: the profile does not hold it, and the bank looks it up.
    """
    row, owed = rules.get("outstanding_total_max"), facts.get("kur_outstanding")
    if row is None or owed is None:
        return None
    total = owed + facts.need("requested_amount")
    if total <= row.value:
        return None
    return violation(row, "total_too_large", limit=row.value, given=total)


def tenor_is_within_contract(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a migrant worker's loan to end with the work contract, both in months."""
    row = rules.get("tenor_within_contract")
    tenor, contract = facts.need("tenor_months"), facts.need("contract_months")
    if row is None or not row.value or tenor <= contract:
        return None
    return violation(row, "tenor_beyond_contract", limit=contract, given=tenor)


def group_is_registered(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a group and its members to be registered in SIKP."""
    row = rules.get("group_registration_required")
    if row is None or not row.value or not _belongs_to_group(facts):
        return None
    return None if facts.need("group_is_registered") else violation(row, "group_not_registered")


def member_has_group_letter(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require the letter about the group from a member who borrows alone."""
    row = rules.get("member_group_letter_required")
    if row is None or not row.value or not _is_member(facts):
        return None
    return None if facts.need("has_group_letter") else violation(row, "group_letter_needed")


def member_applies_through_chair(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a member who borrows alone to apply through the chair of the group."""
    row = rules.get("member_through_chair_required")
    if row is None or not row.value or not _is_member(facts):
        return None
    return None if facts.need("applies_through_chair") else violation(row, "chair_not_asked")


def beginner_is_recommended(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a recommendation of the chair from a member who is new in business."""
    row = rules.get("beginner_recommendation_required")
    if row is None or not row.value or not _is_member(facts):
        return None
    if not facts.need("is_beginner_member") or facts.need("has_chair_recommendation"):
        return None
    return violation(row, "chair_recommendation_needed")


def _is_member(facts: Facts) -> bool:
    return facts.need("borrower") == "person" and bool(facts.need("is_group_member"))


def _belongs_to_group(facts: Facts) -> bool:
    return facts.need("borrower") == "group" or _is_member(facts)


def owner_is_of_age(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require an owner of `owner_age_min_years`, or a married one, where the age is known."""
    row, born = rules.get("owner_age_min_years"), facts.get("owner_born_on")
    if row is None or born is None or facts.get("is_married"):
        return None
    # Days come as ISO text from spreadsheets and stored answers.
    day = date.fromisoformat(born) if isinstance(born, str) else born
    years = full_months(day, facts.need("on")) // _MONTHS
    if years >= row.value:
        return None
    return violation(row, "owner_too_young", limit=row.value, given=years)


def own_loan_is_not_in_arrears(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a cooperative that already borrows from LPDB to pay as agreed."""
    row = rules.get("earlier_loan_repaid_required")
    if row is None or not row.value or facts.get("borrows_from_lpdb") is False:
        return None
    if not facts.need("earlier_loan_in_arrears"):
        return None
    return violation(row, "earlier_loan_in_arrears")


def offers_collateral_when_large(facts: Facts, rules: RuleBook) -> Violation | None:
    """Warn that above the limit the bank may ask for collateral.

    Some sectors may be spared it, and sugar-cane smallholders whose offtaker acts as avalist.
    """
    row, amount = rules.get("collateral_may_be_asked_above"), facts.need("requested_amount")
    if row is None or amount <= row.value or facts.need("collateral_offered"):
        return None
    exempt = rules.value("collateral_exempt_sectors") or ()
    if facts.get("sector_group") in exempt:
        return None
    if rules.value("collateral_exempt_sugar_cane") and facts.get("sugar_cane_with_avalist"):
        return None
    return _only_warns(violation(row, "collateral_may_be_asked", limit=row.value))


def offers_no_collateral_when_small(facts: Facts, rules: RuleBook) -> Violation | None:
    """Warn that up to the limit no additional collateral may be asked: it binds the bank."""
    row, amount = rules.get("collateral_free_up_to"), facts.need("requested_amount")
    if row is None or amount > row.value or not facts.need("collateral_offered"):
        return None
    return _only_warns(violation(row, "collateral_not_needed", limit=row.value))


def credit_record_is_clear(facts: Facts, rules: RuleBook) -> Violation | None:
    """Warn of a SLIK collectability above the limit; self-stated, it never blocks."""
    row, grade = rules.get("slik_collectability_max"), facts.need("slik_collectability")
    if row is None or grade <= row.value:
        return None
    return _only_warns(violation(row, "slik_not_clear", limit=row.value, given=grade))


def _only_warns(violation: Violation) -> Violation:
    return replace(violation, severity=Severity.WARNS)


CHECKS: Sequence[RuleCheck] = (
    RuleCheck("amount_above", amount_is_above_minimum, ("requested_amount",), always_blocks=True),
    RuleCheck("amount_max", amount_is_within_ceiling, ("requested_amount",), always_blocks=True),
    BORROWER,
    SALES,
    must("npwp_required", "has_npwp", "npwp_always_needed"),
    RuleCheck("npwp_required_above", has_tax_number_when_large, ("requested_amount", "has_npwp")),
    AGE,
    MENTORED_AGE,
    RuleCheck("owner_age_min_years", owner_is_of_age, ("owner_born_on", "is_married", "on")),
    NUMBER,
    RuleCheck("tenor_max_working_capital", tenor_is_allowed, ("purpose", "tenor_months")),
    RuleCheck(
        "tenor_within_contract", tenor_is_within_contract, ("tenor_months", "contract_months")
    ),
    RuleCheck("first_time_only", is_first_loan, ("previous_kur_count",)),
    RuleCheck("access_cap_other", access_is_within_cap, ("sector_group", "previous_kur_count")),
    RuleCheck(
        "outstanding_total_max", total_is_within_ceiling, ("kur_outstanding", "requested_amount")
    ),
    RuleCheck(
        "other_productive_credit_barred",
        never_had_commercial_credit,
        (
            "credit_history",
            "other_productive_credit",
            "other_credit_kind",
            "other_credit_amount",
            "ultra_micro_amount",
            "consumption_as_productive_amount",
        ),
    ),
    must_not("government_loan_repaid_required", "government_loan_unpaid", "government_loan_unpaid"),
    must_not("civil_servant_barred", "is_civil_servant", "civil_servant"),
    must("employment_insurance_required", "has_employment_insurance", "employment_insurance"),
    must("offtaker_agreement_required", "has_offtaker_agreement", "offtaker_agreement_needed"),
    RuleCheck(
        "group_registration_required",
        group_is_registered,
        ("borrower", "is_group_member", "group_is_registered"),
    ),
    RuleCheck(
        "member_group_letter_required",
        member_has_group_letter,
        ("borrower", "is_group_member", "has_group_letter"),
    ),
    RuleCheck(
        "member_through_chair_required",
        member_applies_through_chair,
        ("borrower", "is_group_member", "applies_through_chair"),
    ),
    RuleCheck(
        "beginner_recommendation_required",
        beginner_is_recommended,
        ("borrower", "is_group_member", "is_beginner_member", "has_chair_recommendation"),
    ),
    must("work_contract_required", "has_work_contract", "work_contract_needed"),
    must("legal_entity_required", "is_legal_entity", "legal_entity_needed"),
    must("meeting_required", "meeting_was_held", "meeting_not_held"),
    must("office_required", "has_office", "office_needed"),
    must("surplus_required", "result_is_positive", "result_not_positive"),
    RuleCheck(
        "earlier_loan_repaid_required",
        own_loan_is_not_in_arrears,
        ("borrows_from_lpdb", "earlier_loan_in_arrears"),
    ),
    RuleCheck(
        "collateral_free_up_to",
        offers_no_collateral_when_small,
        ("requested_amount", "collateral_offered"),
        warns_only=True,
    ),
    RuleCheck(
        "collateral_may_be_asked_above",
        offers_collateral_when_large,
        ("requested_amount", "collateral_offered", "sector_group", "sugar_cane_with_avalist"),
        warns_only=True,
    ),
    RuleCheck(
        "slik_collectability_max", credit_record_is_clear, ("slik_collectability",), warns_only=True
    ),
)


def annual_rate(facts: Mapping[str, Any], rules: RuleBook) -> Rate | None:
    """Return the debtor's effective rate per year: a single one, or by access from a scale.

    None when the edition leaves the rate empty or the access is not known.
    """
    row = rules.get("annual_rate")
    if row is None:
        count = facts.get("previous_kur_count")
        if count is None:
            return None
        row = rules.get(f"annual_rate_access_{min(count + 1, LADDER_STEPS)}")
    if row is None:
        return None
    legal_basis, article = (row.legal_basis, row.article) if row.verified else ("", "")
    declining = bool(rules.value("interest_declines"))
    return Rate(
        Decimal(row.value),
        row.verified,
        legal_basis,
        article,
        row.source,
        declining,
        row.legal_basis,
    )


def no_instalment(facts: Mapping[str, Any], rules: RuleBook) -> str | None:
    """Return why a loan has no instalment: a code, or None where it can be computed.

    A tenor is outside the rule where it exceeds that of its purpose, of either purpose while the
    purpose is not known, or the migrant worker's contract.
    """
    if _is_beyond(facts.get("tenor_months"), _longest_tenor(facts, rules)):
        return "tenor_outside_rule"
    if annual_rate(facts, rules) is not None:
        return None
    has_ladder = rules.get("annual_rate_access_1") is not None
    return "rate_by_access" if has_ladder else "rate_unknown"


def _longest_tenor(facts: Mapping[str, Any], rules: RuleBook) -> int | None:
    purpose = facts.get("purpose")
    keys = [f"tenor_max_{each}" for each in ("working_capital", "investment")]
    limits = [rules.value(key) for key in keys if purpose is None or key.endswith(purpose)]
    known = [limit for limit in limits if limit is not None]
    # A purpose without a limit sets no bound while the loan may be for it.
    longest = max(known) if known and len(known) == len(limits) else None
    contract = facts.get("contract_months") if rules.value("tenor_within_contract") else None
    bounds = [each for each in (longest, contract) if each is not None]
    return min(bounds) if bounds else None


def _is_beyond(months: int | None, longest: int | None) -> bool:
    return months is not None and longest is not None and months > longest
