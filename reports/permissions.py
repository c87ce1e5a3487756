"""Who takes rows out of the portal."""

from accounts.enums import Role
from accounts.selectors.scope import Person, roles_of

READERS = (Role.STAFF, Role.ADMIN)


def takes_reports_out(user: Person) -> bool:
    """Whether the person is reporting staff or an administrator somewhere."""
    return bool(roles_of(user) & set(READERS))
