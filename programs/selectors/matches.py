"""Which programmes an enterprise may qualify for, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import clock
from enterprises.models import Enterprise
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import Verdict, evaluate
from programs.selectors.catalogue import editions_in_force, rule_book
from programs.selectors.facts import facts_of


@dataclass(frozen=True)
class Match:
    """One programme and the verdict on the profile alone."""

    edition: Edition
    verdict: Verdict

    @property
    def is_barred(self) -> bool:
        """Whether the known facts already rule it out."""
        return bool(self.verdict.blocking)


def matches(enterprise: Enterprise, on: date | None = None) -> Sequence[Match]:
    """Rank every programme in force that is open: fewest blocking rules, then fewest missing facts.

    Only the profile is read: a fact that only an application holds counts as missing, never
    assumed. The number of queries is independent of the number of programmes.
    """
    day = on or clock.today()
    facts = facts_of(enterprise, {}, day)
    ranked = [
        Match(
            edition,
            evaluate(
                facts,
                rule_book(edition, enterprise.regency_id),
                kind_of(edition.scheme.kind).checks,
            ),
        )
        for edition in editions_in_force(day)
        if edition.scheme.is_open
    ]
    return sorted(ranked, key=_rank)


def _rank(match: Match) -> tuple[int, int, int, str]:
    verdict = match.verdict
    warnings = len(verdict.violations) - len(verdict.blocking)
    return (
        len(verdict.blocking),
        len(verdict.missing),
        warnings,
        match.edition.scheme.code,
    )
