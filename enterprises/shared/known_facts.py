"""What a person said before they had an enterprise here, so that its form need not ask again."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from accounts.models import User
from accounts.selectors.phones import current_phone
from enterprises.enums import LegalForm
from enterprises.services.cleaning import EnterpriseData

_KEY: Final = "known_facts"
_BORROWER: Final = "borrower"
# Facts of a check beforehand, by the field of the profile that holds them.
_FIELDS: Final[Mapping[str, str]] = {
    "annual_sales": "annual_sales",
    "founded_on": "business_started_on",
    "regency": "regency",
    # Not a field of the profile, but a field follows from it.
    _BORROWER: "borrower",
}
_PERSON: Final = "person"
# A person may have a company of one person too: the form shows what is chosen.
_LEGAL_FORMS: Final[Mapping[str, LegalForm]] = {
    _PERSON: LegalForm.SOLE,
    "group": LegalForm.GROUP,
    "cooperative": LegalForm.COOPERATIVE,
}


def remember_facts(request: HttpRequest, facts: Mapping[str, Any]) -> None:
    """Store in the visitor's session those facts that a profile holds; never in an address."""
    found = {field: facts[fact] for field, fact in _FIELDS.items() if facts.get(fact) is not None}
    if found:
        request.session[_KEY] = {**request.session.get(_KEY, {}), **found}


def confirmed_facts(request: HttpRequest, user: User, data: EnterpriseData) -> frozenset[str]:
    """Return the fields whose value is what the owner said in a check beforehand.

    Empty for a helper, whose form had nothing filled in.
    """
    known = {} if user.is_helper else request.session.get(_KEY) or {}
    said = {
        "annual_sales": data.annual_sales,
        "founded_on": data.founded_on.isoformat() if data.founded_on else None,
        "regency": data.regency.pk,
    }
    found = {name for name, value in said.items() if value is not None}
    confirmed = {name for name in found if str(known.get(name)) == str(said[name])}
    legal_form = _LEGAL_FORMS.get(known.get(_BORROWER, ""))
    return frozenset(confirmed | ({"legal_form"} if legal_form == data.legal_form else set()))


def known_particulars(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return initial values for the form of a new enterprise, which the owner confirms.

    A helper registers another person's enterprise: neither the helper's number nor what the helper
    once checked is filled in.
    """
    if user.is_helper:
        return {}
    known = dict(request.session.get(_KEY) or {})
    borrower = known.pop(_BORROWER, "")
    if borrower in _LEGAL_FORMS:
        known["legal_form"] = _LEGAL_FORMS[borrower].value
    if borrower == _PERSON:
        # The NIB of a sole proprietor is in their own name.
        known["name"] = user.name
    phone = current_phone(user)
    return {**known, **({"phone": phone} if phone else {})}
