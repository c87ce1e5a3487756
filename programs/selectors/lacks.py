"""What an enterprise without a NIB lacks for a programme, so that it can be shown at once."""

from collections.abc import Mapping, Sequence
from typing import Final

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.selectors.catalogue import rule_book
from programs.selectors.facts import facts_of

# The document that proves the number itself.
_NIB: Final = "nib"
_NUMBER_DOCUMENTS: Final = frozenset({_NIB, "nib_or_sku"})
_NOTES_OF_NUMBER: Final = frozenset({"nib_or_sku_needed"})
# Facts that only a profile holds, by the particular that gives them.
_PARTICULARS: Final[Mapping[str, str]] = {
    "annual_sales": "annual_sales",
    "founded_on": "business_started_on",
}
_MOST_SHOWN: Final = 5


def needs_nib(edition: Edition) -> bool:
    """Tell whether every applicant has to show a NIB; a village's letter is not enough."""
    return any(
        row.code == _NIB and row.is_required and not row.condition
        for row in edition.requirements.all()
    )


def codes_of_documents(edition: Edition) -> frozenset[str]:
    """Return the notes that repeat what a document required of everyone already demands.

    The same sentence as a mere note beside it would contradict it.
    """
    required = {row.code for row in edition.requirements.all() if row.is_required}
    return _NOTES_OF_NUMBER if required & _NUMBER_DOCUMENTS else frozenset()


def lacks_of(enterprise: Enterprise, edition: Edition) -> list[str]:
    """Return the fields of the profile that this programme needs and that are still empty.

    Only an enterprise without a NIB has any. A fact that no verified rule reads is not needed.
    """
    if enterprise.nib is not None:
        return []
    lacks = [_NIB] if needs_nib(edition) else []
    facts = facts_of(enterprise, {})
    rules = rule_book(edition, enterprise.regency_id)
    needed = {
        fact
        for check in kind_of(edition.scheme.kind).checks
        if check.needs_facts(rules)
        for fact in check.facts
    }
    return lacks + [
        name for name, fact in _PARTICULARS.items() if fact in needed and facts[fact] is None
    ]


def own_without_nib(user: User) -> Sequence[Enterprise]:
    """Return the enterprises without a NIB that the person acts for: a few, the newest first."""
    return list(owned_by(user).filter(nib__isnull=True)[:_MOST_SHOWN])
