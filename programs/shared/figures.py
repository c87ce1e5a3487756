"""Figures of an edition as display text, and the monthly cost of a loan."""

from dataclasses import dataclass

from common.law import citation
from programs.messages.figures import figure_text
from programs.models import Edition


@dataclass(frozen=True)
class Figure:
    """One rule as a page shows it."""

    label: str
    value: str
    basis: str
    is_verified: bool


def figures_of(edition: Edition) -> list[Figure]:
    """Return the provincial rules of an edition, in order; an empty figure is labelled as such."""
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
