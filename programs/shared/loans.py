"""What a loan costs: its rate, and its monthly instalments; or why they are not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import clock
from common.law.citation import citation
from common.money.instalments import Instalment, InstalmentError, Method, schedule
from common.text.formats import percent
from programs.enums import EditionBasis, EditionStatus
from programs.kinds.registry import kind_of
from programs.messages.grounds import according_to
from programs.models import Edition
from programs.policies.eligibility import Rate, RuleBook
from programs.selectors.catalogue import rule_book


@dataclass(frozen=True)
class Loan:
    """What a loan costs at an effective yearly rate.

    `monthly` is the instalment of every month, or with falling interest that of the first, and
    `last` that of the last.
    """

    principal: int
    months: int
    rate: Rate
    monthly: int
    last: int

    @property
    def rate_text(self) -> str:
        return percent(self.rate.annual)

    @property
    def basis(self) -> str:
        return citation(self.rate) if self.rate.verified else according_to(self.rate.regulation)

    def rows(self) -> list[Instalment]:
        return _table(self.principal, self.months, self.rate)


@dataclass(frozen=True)
class LaterRate:
    """The rate of a later edition, for loans agreed from its first day on; None if not known."""

    edition: str
    valid_from: date
    rate: Rate | None

    @property
    def rate_text(self) -> str:
        return percent(self.rate.annual) if self.rate else ""


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
    """Return the requested loan; None while it cannot be computed, which `gap_of` explains.

    `rules` are those of the region in the facts, unless a file was bound to another region.
    """
    amount, months = facts.get("requested_amount"), facts.get("tenor_months")
    if not amount or not months or _gap(edition, facts, rules) is not None:
        return None
    rate = rate_of(edition, facts, rules=rules)
    if rate is None:
        return None
    try:
        rows = _table(amount, months, rate)
    except InstalmentError:
        return None
    return Loan(amount, months, rate, rows[0].total, rows[-1].total)


def gap_of(edition: Edition, facts: Mapping[str, Any], *, rules: RuleBook | None = None) -> str:
    """Return in words why a loan with amount and tenor has no instalment; '' where it has one."""
    if not facts.get("requested_amount") or not facts.get("tenor_months"):
        return ""
    code = _gap(edition, facts, rules)
    return "" if code is None else _(kind_of(edition.scheme.kind).instalment_gaps[code])


def later_rates(edition: Edition, facts: Mapping[str, Any]) -> list[LaterRate]:
    """Return the rates of editions that follow, where the day of the agreement decides.

    Only those that are in force today or later, and differ from this edition's; one query, none
    for a scheme whose applications stay with the edition they were filed under.
    """
    kind = kind_of(edition.scheme.kind)
    if kind.rate is None or edition.scheme.edition_basis != EditionBasis.AGREEMENT:
        return []
    now = rate_of(edition, facts)
    following = (
        Edition.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=clock.today()),
            scheme=edition.scheme_id,
            status=EditionStatus.PUBLISHED,
            valid_from__gt=edition.valid_from,
        )
        .prefetch_related("rules")
        .order_by("valid_from")
    )
    found = []
    for each in following:
        rate = kind.rate(facts, rule_book(each, facts.get("regency")))
        if (rate and rate.annual) != (now and now.annual):
            found.append(LaterRate(each.code, each.valid_from, rate))
    return found


def _gap(edition: Edition, facts: Mapping[str, Any], rules: RuleBook | None) -> str | None:
    explain = kind_of(edition.scheme.kind).no_instalment
    return explain(facts, rules or rule_book(edition, facts.get("regency"))) if explain else None


def _table(principal: int, months: int, rate: Rate) -> list[Instalment]:
    method: Method = "declining" if rate.declining else "annuity"
    return schedule(principal=principal, annual_rate=rate.annual, months=months, method=method)
