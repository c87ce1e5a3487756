"""Violations as the pages of applicants show them: what blocks, and what is only noted."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.law.citation import citation
from programs.enums import Severity
from programs.messages.grounds import according_to
from programs.messages.violations import violation_text
from programs.policies.eligibility import Violation


@dataclass(frozen=True)
class Reason:
    """One sentence, and its basis: an article, or a regulation that nobody has read."""

    text: str
    basis: str
    is_verified: bool


@dataclass(frozen=True)
class Reasons:
    """All reasons of a verdict, in its order."""

    blocking: list[Reason]
    notes: list[Reason]


def reasons_of(violations: Iterable[Violation]) -> Reasons:
    """Return the violations as sentences, with those that block separate from the notes."""
    found = Reasons([], [])
    for each in violations:
        basis = citation(each) if each.verified else according_to(each.regulation)
        reason = Reason(violation_text(each), basis, each.verified)
        (found.blocking if each.severity == Severity.BLOCKS else found.notes).append(reason)
    return found
