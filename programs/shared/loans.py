"""What a loan costs: its rate, and its equal monthly instalments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.formats import percent
from common.law import citation
from common.money.instalments import Instalment, InstalmentError, annuity, schedule
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import Rate, RuleBook
from programs.selectors.catalogue import rule_book


@dataclass(frozen=True)
class Loan:
    """What a loan costs: equal instalments at an effective yearly rate."""

    principal: int
    months: int
    rate: Rate
    monthly: int

    @property
    def rate_text(self) -> str:
        return percent(self.rate.annual)

    @property
    def basis(self) -> str:
        return citation(self.rate)

    def rows(self) -> list[Instalment]:
        return schedule(
            principal=self.principal,
            annual_rate=self.rate.annual,
            months=self.months,
            method="annuity",
        )


def rate_of(
    edition: Edition, facts: Mapping[str, Any], *, rules: RuleBook | None = None
) -> Rate | None:
    """Return the debtor's rate; None where the kind has none or it is not known.

    `rules` as in `loan_of`.
    """
    find_rate = kind_of(edition.scheme.kind).rate
    return (
        find_rate(facts, rules or rule_book(edition, facts.get("regency"))) if find_rate else None
    )


def loan_of(
    edition: Edition, facts: Mapping[str, Any], *, rules: RuleBook | None = None
) -> Loan | None:
    """Return the requested loan; None while amount, tenor or rate is not known or out of range.

    `rules` are those of the region in the facts, unless a file was bound to another region.
    """
    amount, months = facts.get("requested_amount"), facts.get("tenor_months")
    rate = rate_of(edition, facts, rules=rules) if amount and months else None
    if not amount or not months or rate is None:
        return None
    try:
        return Loan(amount, months, rate, annuity(amount, rate.annual, months))
    except InstalmentError:
        return None
