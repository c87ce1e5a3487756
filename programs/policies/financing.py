"""Rules of the KUR schemes: each check is one statement with a code.

The rows of an edition carry the figure, the regulation and the article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from programs.enums import Severity
from programs.policies.eligibility import (
    Facts,
    RuleBook,
    Rulecheck,
    Violation,
    broken,
)

LADDER_STEPS = 4


def amount_is_above_minimum(facts: Facts, rules: RuleBook) -> Violation | None:
    """The scheme begins above `amount_above` rupiah."""
    row, amount = rules.get("amount_above"), facts.need("requested_amount")
    if row is None or amount > row.value:
        return None
    return broken(row, "amount_too_small", binds=True, limit=row.value, given=amount)


def amount_is_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """The scheme ends at `amount_max` rupiah."""
    row, amount = rules.get("amount_max"), facts.need("requested_amount")
    if row is None or amount <= row.value:
        return None
    return broken(row, "amount_too_large", binds=True, limit=row.value, given=amount)


def borrower_is_served(facts: Facts, rules: RuleBook) -> Violation | None:
    """Only the kinds of borrower in `borrowers` are served."""
    row, borrower = rules.get("borrowers"), facts.need("borrower")
    if row is None or borrower in row.value:
        return None
    return broken(row, "borrower_not_served", binds=True, given=borrower)


def sales_are_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """Annual sales are at most `annual_sales_max` rupiah."""
    row, sales = rules.get("annual_sales_max"), facts.need("annual_sales")
    if row is None or sales <= row.value:
        return None
    return broken(row, "annual_sales_too_large", limit=row.value, given=sales)


def tax_number_when_large(facts: Facts, rules: RuleBook) -> Violation | None:
    """Above `npwp_required_above` rupiah an NPWP is needed."""
    row, amount = rules.get("npwp_required_above"), facts.need("requested_amount")
    if row is None or amount <= row.value or facts.need("has_npwp"):
        return None
    return broken(row, "npwp_needed", limit=row.value, given=amount)


def business_is_old_enough(facts: Facts, rules: RuleBook) -> Violation | None:
    """The business has run for `business_age_min_months` months on the day of judgement."""
    row = rules.get("business_age_min_months")
    started, on = facts.need("business_started_on"), facts.need("on")
    if row is None or full_months(started, on) >= row.value:
        return None
    return broken(row, "business_too_young", limit=row.value, given=full_months(started, on))


def business_has_a_permit(facts: Facts, rules: RuleBook) -> Violation | None:
    """An NIB or a letter of the village (SKU) shows that the business exists."""
    row = rules.get("nib_or_sku_required")
    if row is None or not row.value or facts.need("has_nib_or_sku"):
        return None
    return broken(row, "nib_or_sku_needed")


def tenor_is_allowed(facts: Facts, rules: RuleBook) -> Violation | None:
    """The tenor is within the months allowed for the purpose."""
    purpose = facts.need("purpose")
    row, tenor = rules.get(f"tenor_max_{purpose}"), facts.need("tenor_months")
    if row is None or tenor <= row.value:
        return None
    return broken(row, "tenor_too_long", limit=row.value, given=tenor, purpose=purpose)


def access_is_within_cap(facts: Facts, rules: RuleBook) -> Violation | None:
    """Earlier KUR loans are fewer than the cap of the sector (rules until 31 December 2025)."""
    listed = rules.get("access_cap_sectors")
    sector, count = facts.need("sector_group"), facts.need("previous_kur_count")
    key = "access_cap_listed" if listed and sector in listed.value else "access_cap_other"
    row = rules.get(key)
    if row is None or count < row.value:
        return None
    return broken(row, "access_cap_reached", limit=row.value, given=count, sector=sector)


def no_other_productive_credit(facts: Facts, rules: RuleBook) -> Violation | None:
    """No other productive credit is running, but for the exceptions the bank checks."""
    row = rules.get("other_productive_credit_barred")
    if row is None or not row.value or not facts.need("other_productive_credit"):
        return None
    return broken(row, "other_productive_credit")


def owner_is_not_civil_servant(facts: Facts, rules: RuleBook) -> Violation | None:
    """Active civil servants, soldiers and police are not served."""
    row = rules.get("civil_servant_barred")
    if row is None or not row.value or not facts.need("is_civil_servant"):
        return None
    return broken(row, "civil_servant")


def collateral_is_not_asked(facts: Facts, rules: RuleBook) -> Violation | None:
    """Up to the limit no additional collateral may be asked: the bank is bound, not the owner."""
    row, amount = rules.get("collateral_free_up_to"), facts.need("requested_amount")
    if row is None or amount > row.value or not facts.need("collateral_offered"):
        return None
    return _informs(broken(row, "collateral_not_needed", limit=row.value))


def credit_record_is_clear(facts: Facts, rules: RuleBook) -> Violation | None:
    """SLIK collectability is self-stated here: warns, never blocks."""
    row, grade = rules.get("slik_collectability_max"), facts.need("slik_collectability")
    if row is None or grade <= row.value:
        return None
    return _informs(broken(row, "slik_not_clear", limit=row.value, given=grade))


def _informs(violation: Violation) -> Violation:
    return replace(violation, severity=Severity.WARNS)


CHECKS: Sequence[Rulecheck] = (
    Rulecheck("amount_above", amount_is_above_minimum, binds=True),
    Rulecheck("amount_max", amount_is_within_ceiling, binds=True),
    Rulecheck("borrowers", borrower_is_served, binds=True),
    Rulecheck("annual_sales_max", sales_are_within_ceiling),
    Rulecheck("npwp_required_above", tax_number_when_large),
    Rulecheck("business_age_min_months", business_is_old_enough),
    Rulecheck("nib_or_sku_required", business_has_a_permit),
    Rulecheck("tenor_max_working_capital", tenor_is_allowed),
    Rulecheck("access_cap_other", access_is_within_cap),
    Rulecheck("other_productive_credit_barred", no_other_productive_credit),
    Rulecheck("civil_servant_barred", owner_is_not_civil_servant),
    Rulecheck("collateral_free_up_to", collateral_is_not_asked, informs=True),
    Rulecheck("slik_collectability_max", credit_record_is_clear, informs=True),
)


def full_months(start: date, until: date) -> int:
    """Whole months from `start` to `until`; negative when `until` is earlier."""
    months = (until.year - start.year) * 12 + until.month - start.month
    return months - 1 if until.day < start.day else months


@dataclass(frozen=True)
class Rate:
    """A debtor rate as a fraction per year, and whether its row is verified."""

    annual: Decimal
    verified: bool
    legal_basis: str
    article: str


def annual_rate(facts: Mapping[str, Any], rules: RuleBook) -> Rate | None:
    """The debtor's effective rate per year: one rate, or by access where the edition has a ladder.

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
    return Rate(Decimal(row.value), row.verified, row.legal_basis, row.article)
