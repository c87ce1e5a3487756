"""Figures of an edition in words, and what a loan costs a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from common.formats import percent
from common.law import citation
from common.money.instalments import Instalment, InstalmentError, annuity, schedule
from programs.kinds.registry import kind_of
from programs.messages.figures import figure_text
from programs.models import Edition
from programs.policies.eligibility import Rate, RuleBook
from programs.selectors.catalogue import rule_book

BORROWERS: Mapping[str, str | Promise] = {
    "person": gettext_lazy("Perorangan atau usaha"),
    "group": gettext_lazy("Kelompok usaha"),
    "cooperative": gettext_lazy("Koperasi"),
}
SECTOR_GROUPS: Mapping[str, str | Promise] = {
    "agriculture": gettext_lazy("Pertanian"),
    "plantation": gettext_lazy("Perkebunan"),
    "fishery": gettext_lazy("Perikanan"),
    "livestock": gettext_lazy("Peternakan"),
    "manufacturing": gettext_lazy("Pengolahan dan kerajinan"),
    "trade": gettext_lazy("Perdagangan"),
    "services": gettext_lazy("Jasa"),
}


@dataclass(frozen=True)
class Figure:
    """One rule as a page shows it."""

    label: str
    value: str
    basis: str
    is_verified: bool


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


def figures_of(edition: Edition) -> list[Figure]:
    """Return the provincial rules of an edition, in order; an empty figure says so."""
    return [
        Figure(
            rule.label,
            figure_text(rule),
            citation(rule),
            rule.is_verified,
        )
        for rule in edition.rules.all()
        if rule.regency_id is None
    ]


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
