"""Which imports an official sees."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from registers.enums import WHOLE_PROVINCE
from registers.models import RegisterRun
from registers.permissions import import_regions

MAX_ID = 2**63 - 1


def runs_of(user: User) -> QuerySet[RegisterRun]:
    """Imports that lie within the regions the person may import, newest first."""
    regions = import_regions(user)
    found = RegisterRun.objects.select_related("uploaded_by").order_by("-id")
    return found if WHOLE_PROVINCE in regions else found.filter(regions__contained_by=regions)


def run_for(user: User, run_id: int) -> RegisterRun:
    """One import; raises NotFound also when it is another office's."""
    found = runs_of(user).filter(pk=run_id).first() if 0 < run_id <= MAX_ID else None
    if found is None:
        raise NotFound("not_found", _("Impor tidak ditemukan."))
    return found
