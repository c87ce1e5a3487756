"""Rules about the applicant that any kind of programme may have.

The rows of an edition carry the figure, the regulation and the article.
"""

from datetime import date

from programs.policies.eligibility import (
    Check,
    Facts,
    RuleBook,
    RuleCheck,
    Violation,
    violation,
)


def borrower_is_served(facts: Facts, rules: RuleBook) -> Violation | None:
    """Only the kinds of applicant in `borrowers` are served; this defines the scheme."""
    row, borrower = rules.get("borrowers"), facts.need("borrower")
    if row is None or borrower in row.value:
        return None
    return violation(row, "borrower_not_served", always_blocks=True, given=borrower)


def sales_are_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """Annual sales are at most `annual_sales_max` rupiah."""
    row, sales = rules.get("annual_sales_max"), facts.need("annual_sales")
    if row is None or sales <= row.value:
        return None
    return violation(row, "annual_sales_too_large", limit=row.value, given=sales)


def business_is_old_enough(facts: Facts, rules: RuleBook) -> Violation | None:
    """The business has run for `business_age_min_months` months on the day of judgement."""
    row = rules.get("business_age_min_months")
    started, on = facts.need("business_started_on"), facts.need("on")
    if row is None or full_months(started, on) >= row.value:
        return None
    return violation(row, "business_too_young", limit=row.value, given=full_months(started, on))


def sector_is_served(facts: Facts, rules: RuleBook) -> Violation | None:
    """The sector is one of `sectors_served`."""
    row, sector = rules.get("sectors_served"), facts.need("sector")
    if row is None or sector in row.value:
        return None
    return violation(row, "sector_not_served", given=sector, served=tuple(row.value))


def stated(key: str, fact: str, code: str, *, barred: bool = False) -> Check:
    """A rule that the applicant meets by a yes (`barred`: by a no) to one question.

    Where the row of `key` is true, the fact must be true, else it is a violation `code`.
    """

    def check(facts: Facts, rules: RuleBook) -> Violation | None:
        row = rules.get(key)
        if row is None or not row.value or facts.need(fact) is not barred:
            return None
        return violation(row, code)

    return check


def within(key: str, fact: str, code: str) -> Check:
    """A rule that bounds one number from above, the bound included."""

    def check(facts: Facts, rules: RuleBook) -> Violation | None:
        row, given = rules.get(key), facts.need(fact)
        if row is None or given <= row.value:
            return None
        return violation(row, code, limit=row.value, given=given)

    return check


def must(key: str, fact: str, code: str) -> RuleCheck:
    """The RuleCheck of `stated`."""
    return RuleCheck(key, stated(key, fact, code), (fact,))


def must_not(key: str, fact: str, code: str) -> RuleCheck:
    """The RuleCheck of `stated` for what the applicant must deny."""
    return RuleCheck(key, stated(key, fact, code, barred=True), (fact,))


def at_most(key: str, fact: str, code: str) -> RuleCheck:
    """The RuleCheck of `within`."""
    return RuleCheck(key, within(key, fact, code), (fact,))


def full_months(start: date, until: date) -> int:
    """Whole months from `start` to `until`; negative when `until` is earlier."""
    months = (until.year - start.year) * 12 + until.month - start.month
    return months - 1 if until.day < start.day else months


BORROWER = RuleCheck("borrowers", borrower_is_served, ("borrower",), always_blocks=True)
SALES = RuleCheck("annual_sales_max", sales_are_within_ceiling, ("annual_sales",))
AGE = RuleCheck("business_age_min_months", business_is_old_enough, ("business_started_on", "on"))
SECTOR = RuleCheck("sectors_served", sector_is_served, ("sector",))
NUMBER = must("nib_or_sku_required", "has_nib_or_sku", "nib_or_sku_needed")
