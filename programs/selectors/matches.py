"""Which programmes an enterprise may qualify for, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.dates import clock
from enterprises.models import Enterprise
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import Verdict, evaluate
from programs.selectors.alternatives import fitting_instead
from programs.selectors.catalogue import editions_in_force, rule_book
from programs.selectors.facts import facts_of


@dataclass(frozen=True)
class Match:
    """One programme and the verdict on what is known; `instead` is one that fits if it does not.

    `is_for_sector` is False where the programme is made for other sectors.
    """

    edition: Edition
    verdict: Verdict
    is_for_sector: bool
    instead: Edition | None = None

    @property
    def is_barred(self) -> bool:
        """Whether the known facts already rule it out."""
        return bool(self.verdict.blocking)


def matches(
    enterprise: Enterprise,
    on: date | None = None,
    *,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    need: str = "",
) -> Sequence[Match]:
    """Rank every programme in force that is open, what fits best first.

    First those that nothing bars, then the kind of programme that is needed, then those for the
    sector, then the fewest missing facts and notes. `answers` are those that the owner gave in
    checks beforehand, by scheme: answers of one scheme count for others that ask the same, but a
    scheme's own take precedence. A fact without an answer is missing, never assumed; the profile
    overrides answers. The number of queries is independent of the number of programmes.
    """
    day = on or clock.today()
    given = answers or {}
    shared = {code: value for each in given.values() for code, value in each.items()}
    editions = [each for each in editions_in_force(day) if each.scheme.is_open]
    ranked = []
    for edition in editions:
        facts = facts_of(enterprise, {**shared, **given.get(edition.scheme.code, {})}, day)
        ranked.append(_match(enterprise, edition, facts, editions))
    return sorted(ranked, key=lambda match: _rank(match, need))


def _match(
    enterprise: Enterprise, edition: Edition, facts: Mapping[str, Any], editions: Sequence[Edition]
) -> Match:
    rules = rule_book(edition, enterprise.regency_id)
    verdict = evaluate(facts, rules, kind_of(edition.scheme.kind).checks)
    return Match(
        edition,
        verdict,
        is_for_sector=not edition.scheme.sectors or enterprise.sector in edition.scheme.sectors,
        instead=fitting_instead(edition, facts, editions, enterprise.regency_id),
    )


def _rank(match: Match, need: str) -> tuple[bool, bool, bool, int, int, int, str]:
    verdict = match.verdict
    return (
        match.is_barred,
        bool(need) and match.edition.scheme.kind != need,
        not match.is_for_sector,
        len(verdict.blocking),
        len(verdict.missing),
        len(verdict.violations) - len(verdict.blocking),
        match.edition.scheme.code,
    )
