"""The offices that the public can contact, and who may change their contacts."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import OfficeContact
from accounts.selectors.scope import Person, bounds_of
from reference.enums import AgencyField
from reference.models import ComplaintChannel
from reference.selectors.complaints import complaint_channels

# Those who are responsible for what an office says about itself.
CONTACT_ROLES = frozenset({Role.STAFF, Role.DECIDER, Role.ADMIN})


@dataclass(frozen=True)
class OfficesToAsk:
    """The office of a file or scheme, the provincial one above it, and where to complain.

    `office` is None where no office of that field works in the portal; `province` is None where it
    is the office itself, or is missing.
    """

    office: OfficeContact | None
    province: OfficeContact | None
    channels: list[ComplaintChannel]


def offices_to_ask(field: str, regency: str | None) -> OfficesToAsk:
    """Return whom to ask about the business of `field` in a regency, None for the province.

    Where the field has no office, that of cooperatives is returned; two queries.
    """
    fields = (field, AgencyField.COOPERATIVES)
    found = [
        each for each in OfficeContact.objects.filter(field__in=fields) if _near(each, regency)
    ]
    found.sort(key=lambda each: (each.field != field, each.regency_id is None))
    office = found[0] if found else None
    above = [each for each in found if each.regency_id is None and each != office]
    return OfficesToAsk(office, above[0] if above else None, complaint_channels())


def all_offices() -> list[OfficeContact]:
    """Return the provincial offices, then those of the regencies and cities in order of code."""
    offices = OfficeContact.objects.select_related("regency")
    return sorted(offices, key=lambda each: (each.regency_id or "", each.name))


def may_edit_contact(user: Person, office: OfficeContact) -> bool:
    """Tell whether the person is responsible for the office, by its field and region."""
    if getattr(user, "is_superuser", False) and getattr(user, "is_active", False):
        return True
    return any(
        field in (None, office.field) and regency in (None, office.regency_id)
        for field, regency in bounds_of(user, CONTACT_ROLES)
    )


def empty_contacts(user: Person) -> list[OfficeContact]:
    """Return the offices without a contact that the person is responsible for.

    No query for people of other roles.
    """
    if not getattr(user, "is_superuser", False) and not bounds_of(user, CONTACT_ROLES):
        return []
    return [each for each in all_offices() if each.is_empty and may_edit_contact(user, each)]


def _near(office: OfficeContact, regency: str | None) -> bool:
    return office.regency_id in (None, regency)
