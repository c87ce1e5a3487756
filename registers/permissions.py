"""Who may import a register, and for which regions."""

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.errors import NotPermitted
from enterprises.permissions import Person, register_regions
from registers.enums import WHOLE_PROVINCE

# An official who reviews applications must not also write the register used to assess them.
IMPORT_ROLES = frozenset({Role.STAFF, Role.ADMIN})


def import_regions(user: Person) -> list[str]:
    """Return regency codes whose rows the person may import; WHOLE_PROVINCE alone means all."""
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return [WHOLE_PROVINCE]
    return [
        WHOLE_PROVINCE if region is None else region
        for region in register_regions(user, IMPORT_ROLES)
    ]


def require_import(user: Person) -> list[str]:
    """Return the regions the person may import; raises NotPermitted when there are none."""
    regions = import_regions(user)
    if not regions:
        raise NotPermitted(
            "no_import", _("Impor hanya untuk petugas pelaporan dan administrator dinas.")
        )
    return regions
