"""What somebody said before they had an enterprise here, so that its form need not ask again."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from accounts.models import User
from accounts.selectors.phones import current_phone

_KEY: Final = "known_facts"
# Facts of a check beforehand, by the field of the profile that holds them.
_FIELDS: Final[Mapping[str, str]] = {
    "annual_sales": "annual_sales",
    "founded_on": "business_started_on",
    "regency": "regency",
}


def remember_facts(request: HttpRequest, facts: Mapping[str, Any]) -> None:
    """Store in the visitor's session those facts that a profile holds; never in an address."""
    found = {field: facts[fact] for field, fact in _FIELDS.items() if facts.get(fact) is not None}
    if found:
        request.session[_KEY] = {**request.session.get(_KEY, {}), **found}


def known_particulars(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return initial values for the form of a new enterprise, which the owner confirms.

    A helper registers somebody else's: neither their number nor what they once checked is filled
    in.
    """
    if user.is_helper:
        return {}
    known = dict(request.session.get(_KEY) or {})
    phone = current_phone(user)
    return {**known, **({"phone": phone} if phone else {})}
