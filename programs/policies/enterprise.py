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
    """Require one of the kinds of applicant in `borrowers`; this defines the scheme."""
    row, borrower = rules.get("borrowers"), facts.need("borrower")
    if row is None or borrower in row.value:
        return None
    return violation(
        row, "borrower_not_served", always_blocks=True, given=borrower, served=tuple(row.value)
    )


def sales_are_within_ceiling(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require annual sales of at most `annual_sales_max` rupiah."""
    row, sales = rules.get("annual_sales_max"), facts.need("annual_sales")
    if row is None or sales <= row.value:
        return None
    return violation(row, "annual_sales_too_large", limit=row.value, given=sales)


def business_is_old_enough(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require `business_age_min_months` months in business on the day of judgement.

    A business that is, or may be, in mentoring or training is left to `mentored_is_old_enough`,
    where the edition has a shorter time for it.
    """
    row = rules.get("business_age_min_months")
    months = _months_in_business(facts)
    if row is None or months >= row.value or _is_left_to_mentored(facts, rules, months):
        return None
    return violation(row, "business_too_young", limit=row.value, given=months)


def mentored_is_old_enough(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require `business_age_min_months_mentored` months of a business in mentoring or training.

    While it is not known whether it is in any, the message names both times.
    """
    row = rules.get("business_age_min_months")
    sooner = rules.get("business_age_min_months_mentored")
    months = _months_in_business(facts)
    if row is None or sooner is None or months >= row.value:
        return None
    if not _is_left_to_mentored(facts, rules, months):
        return None
    if months < sooner.value:
        return violation(sooner, "business_too_young", limit=sooner.value, given=months)
    if facts.get("mentored"):
        return None
    params = {"limit": row.value, "sooner": sooner.value, "given": months}
    return violation(sooner, "business_young_unless_mentored", **params)


def _months_in_business(facts: Facts) -> int:
    return full_months(facts.need("business_started_on"), facts.need("on"))


def _is_left_to_mentored(facts: Facts, rules: RuleBook, months: int) -> bool:
    sooner, mentored = rules.get("business_age_min_months_mentored"), facts.get("mentored")
    if sooner is None or mentored is False:
        return False
    return bool(mentored) or months >= sooner.value


def sector_is_served(facts: Facts, rules: RuleBook) -> Violation | None:
    """Require a sector in `sectors_served`."""
    row, sector = rules.get("sectors_served"), facts.need("sector")
    if row is None or sector in row.value:
        return None
    return violation(row, "sector_not_served", given=sector, served=tuple(row.value))


def yes_required(key: str, fact: str, code: str, *, barred: bool = False) -> Check:
    """Return a check that requires one fact to be true, or false with `barred`.

    It applies where the value of rule `key` is true; a fact that fails it is a violation `code`.
    """

    def check(facts: Facts, rules: RuleBook) -> Violation | None:
        row = rules.get(key)
        if row is None or not row.value or facts.need(fact) is not barred:
            return None
        return violation(row, code)

    return check


def upper_bound(key: str, fact: str, code: str) -> Check:
    """Return a check that requires a number up to an inclusive upper bound."""

    def check(facts: Facts, rules: RuleBook) -> Violation | None:
        row, given = rules.get(key), facts.need(fact)
        if row is None or given <= row.value:
            return None
        return violation(row, code, limit=row.value, given=given)

    return check


def must(key: str, fact: str, code: str) -> RuleCheck:
    """Return a RuleCheck that requires a fact to be true."""
    return RuleCheck(key, yes_required(key, fact, code), (fact,))


def must_not(key: str, fact: str, code: str) -> RuleCheck:
    """Return a RuleCheck that requires a fact to be false."""
    return RuleCheck(key, yes_required(key, fact, code, barred=True), (fact,))


def at_most(key: str, fact: str, code: str) -> RuleCheck:
    """Return a RuleCheck that requires a number up to an inclusive upper bound."""
    return RuleCheck(key, upper_bound(key, fact, code), (fact,))


def full_months(start: date, until: date) -> int:
    """Return the whole months from `start` to `until`; negative when `until` is earlier."""
    months = (until.year - start.year) * 12 + until.month - start.month
    return months - 1 if until.day < start.day else months


BORROWER = RuleCheck("borrowers", borrower_is_served, ("borrower",), always_blocks=True)
SALES = RuleCheck("annual_sales_max", sales_are_within_ceiling, ("annual_sales",))
# For a kind that also serves people who have not sold anything yet.
SALES_IF_KNOWN = RuleCheck(
    "annual_sales_max", sales_are_within_ceiling, ("annual_sales",), if_known=True
)
AGE = RuleCheck("business_age_min_months", business_is_old_enough, ("business_started_on", "on"))
MENTORED_AGE = RuleCheck(
    "business_age_min_months_mentored",
    mentored_is_old_enough,
    ("business_started_on", "on", "mentored"),
)
SECTOR = RuleCheck("sectors_served", sector_is_served, ("sector",))
NUMBER = must("nib_or_sku_required", "has_nib_or_sku", "nib_or_sku_needed")
