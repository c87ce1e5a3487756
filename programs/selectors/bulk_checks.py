"""Checks of spreadsheets: each person reads only their own."""

from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from programs.enums import BulkCheckState
from programs.models import BulkCheck


def bulk_checks_of(person: User) -> QuerySet[BulkCheck]:
    """Return the person's checks, newest first; as many as are kept (BULK_CHECK_MOST_KEPT)."""
    return BulkCheck.objects.filter(person=person).order_by("-id")


def bulk_check_for(person: User, check_id: int) -> BulkCheck:
    """Return one check; raises NotFound also for another person's check."""
    known = 0 < check_id <= BigIntegerField.MAX_BIGINT
    check = bulk_checks_of(person).filter(pk=check_id).first() if known else None
    if check is None:
        raise NotFound("not_found", _("Pemeriksaan tidak ditemukan."))
    return check


def running_check_of(person: User) -> BulkCheck | None:
    """Return the person's check that is not done yet; the database allows one."""
    return bulk_checks_of(person).filter(state=BulkCheckState.RUNNING).first()
