"""Grades that exporters give members."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotFound
from common.identity.reasons import refuse_nik
from common.typed_text import visible_line
from enterprises.models import Enterprise
from enterprises.selectors.exporters import sees_capacity
from supply.models import MemberGrade
from supply.selectors.exporters import exporters_of


@transaction.atomic
def grade_member(
    actor: User, exporter_id: int, member_id: int, *, grade: int, reason: str
) -> MemberGrade:
    """Give a member a grade of 1 to 5 with a reason, which the member reads.

    Raises NotFound for another's exporter or a member that does not show it its capacity,
    InvalidInput.
    """
    exporter = exporters_of(actor).filter(pk=exporter_id).first()
    member = Enterprise.objects.filter(pk=member_id).first()
    if exporter is None or member is None or not sees_capacity(exporter, member):
        raise NotFound("not_found", _("Anggota tidak ditemukan."))
    line = visible_line(reason)
    refuse_nik(line)
    if len(line) < 10:
        text = _("Tulis alasannya dalam satu kalimat: anggota membacanya.")
        raise InvalidInput("reason_says_nothing", text, field="reason")
    if grade not in range(1, 6):
        raise InvalidInput("bad_grade", _("Nilai dari 1 sampai 5."), field="grade")
    return MemberGrade.objects.create(
        exporter=exporter,
        member=member,
        grade=grade,
        reason=line,
        given_by=actor,
        given_at=clock.now(),
    )
