"""Which imports an official may see."""

from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from registers.enums import WHOLE_PROVINCE
from registers.models import RegisterRun
from registers.permissions import import_regions


def runs_of(user: User) -> QuerySet[RegisterRun]:
    """Return imports within the regions the person may import, newest first."""
    regions = import_regions(user)
    runs = RegisterRun.objects.select_related("uploaded_by").order_by("-id")
    return runs if WHOLE_PROVINCE in regions else runs.filter(regions__contained_by=regions)


def run_for(user: User, run_id: int) -> RegisterRun:
    """Return one import; raises NotFound also for an import of another office."""
    run = (
        runs_of(user).filter(pk=run_id).first()
        if 0 < run_id <= BigIntegerField.MAX_BIGINT
        else None
    )
    if run is None:
        raise NotFound("not_found", _("Impor tidak ditemukan."))
    return run
