"""Figures of an edition as the page of a scheme shows them: the main ones, then sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.law.citation import citation
from programs.kinds.registry import kind_of
from programs.messages.figures import figure_text
from programs.messages.grounds import according_to
from programs.models import Edition, Rule


@dataclass(frozen=True)
class Figure:
    """One rule as a page shows it; an unverified one says who stated it."""

    label: str
    value: str
    sentence: str
    basis: str
    is_verified: bool


@dataclass(frozen=True)
class Figures:
    """What people look for first, and the other rules."""

    main: list[Figure]
    others: list[Figure]

    @property
    def has_unverified_main(self) -> bool:
        """Whether the first section needs its note."""
        return any(not figure.is_verified for figure in self.main)

    @property
    def has_unverified_others(self) -> bool:
        """Whether the section of the other rules needs its note."""
        return any(not figure.is_verified for figure in self.others)


def figures_of(edition: Edition) -> Figures:
    """Return the provincial rules of an edition: the headlines of its kind, then the rest."""
    keys = kind_of(edition.scheme.kind).headline_keys
    rules = [rule for rule in edition.rules.all() if rule.regency_id is None]
    by_key = {rule.key: rule for rule in rules}
    main = [by_key[key] for key in keys if key in by_key]
    others = [rule for rule in rules if rule not in main and _says_something(rule)]
    return Figures(_figures(edition, main), _figures(edition, others))


def _says_something(rule: Rule) -> bool:
    """Leave out a duty that nobody has under the edition."""
    return rule.value is not False


def _figures(edition: Edition, rules: Iterable[Rule]) -> list[Figure]:
    return [
        Figure(
            rule.label,
            figure_text(rule),
            _sentence(rule),
            citation(rule) if rule.is_verified else according_to(rule.legal_basis),
            rule.is_verified,
        )
        for rule in rules
    ]


def _sentence(rule: Rule) -> str:
    """Return the rule as one sentence; labels are written so that a figure completes them."""
    if rule.value is True:
        return f"{rule.label}."
    params = {"label": rule.label, "value": figure_text(rule)}
    if rule.value is None or isinstance(rule.value, list):
        return _("%(label)s: %(value)s.") % params
    return _("%(label)s %(value)s.") % params
