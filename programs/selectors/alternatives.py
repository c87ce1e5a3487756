"""The programme that fits where another one is not meant for the applicant or the amount."""

from collections.abc import Iterable, Mapping
from typing import Any

from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.policies.eligibility import evaluate
from programs.selectors.catalogue import rule_book


def fitting_instead(
    edition: Edition,
    facts: Mapping[str, Any],
    others: Iterable[Edition],
    regency: str | None = None,
) -> Edition | None:
    """Return an open programme of the same kind whose defining rules these facts meet, or None.

    Only where a rule that defines `edition` (who borrows, how much) is broken, and only a programme
    with a rule about the same facts, so that a permit never replaces another. Nothing is guessed: a
    fact that only the other one needs must be known. Of several, returns the one that asks least.
    """
    own = _Defining(edition, facts, regency)
    if not own.broken:
        return None
    fitting = [
        other
        for other in others
        if other.scheme.kind == edition.scheme.kind
        and other.scheme.is_open
        and _Defining(other, facts, regency).serves_instead_of(own)
    ]
    return min(fitting, key=_effort, default=None)


class _Defining:
    """The rules that define an edition, over the facts: what they read, what is broken, absent."""

    def __init__(self, edition: Edition, facts: Mapping[str, Any], regency: str | None) -> None:
        rules = rule_book(edition, regency)
        checks = [
            check
            for check in kind_of(edition.scheme.kind).checks
            if check.always_blocks and rules.get(check.key) is not None
        ]
        self.read = {fact for check in checks for fact in check.facts}
        verdicts = [(check, evaluate(facts, rules, [check])) for check in checks]
        self.broken = {
            fact for check, verdict in verdicts if verdict.violations for fact in check.facts
        }
        self.absent = {fact for _check, verdict in verdicts for fact in verdict.missing}

    def serves_instead_of(self, other: "_Defining") -> bool:
        return not self.broken and bool(self.read & other.broken) and self.absent <= other.absent


def _effort(edition: Edition) -> tuple[int, str]:
    return len(edition.questions.all()), edition.scheme.code
