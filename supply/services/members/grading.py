"""Grades that exporters give members."""

from datetime import datetime, time
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.identity.reasons import refuse_nik
from common.text.typed import visible_line
from enterprises.models import Enterprise
from enterprises.selectors.exporters import sees_capacity
from supply.models import MemberGrade
from supply.selectors.exporters import exporters_of
from supply.selectors.orders.access import lock_exporter

MOST_A_DAY: Final = 3


@transaction.atomic
def grade_member(
    actor: User, exporter_id: int, member_id: int, *, grade: int, reason: str
) -> MemberGrade:
    """Give a member a grade of 1 to 5 with a reason, which the member reads.

    Older ones are kept. Locks the exporter. Raises NotFound for another's exporter or a member that
    does not show this exporter its capacity, Conflict `too_many_grades` beyond three of a member in
    a day of Jakarta, InvalidInput.
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
    _require_room(exporter, member)
    return MemberGrade.objects.create(
        exporter=exporter,
        member=member,
        grade=grade,
        reason=line,
        given_by=actor,
        given_at=clock.now(),
    )


def _require_room(exporter: Enterprise, member: Enterprise) -> None:
    lock_exporter(exporter.pk)
    today = datetime.combine(clock.today(), time(), tzinfo=clock.JAKARTA)
    given = MemberGrade.objects.filter(exporter=exporter, member=member, given_at__gte=today)
    if given.count() >= MOST_A_DAY:
        raise Conflict(
            "too_many_grades",
            _("Seorang anggota dinilai paling banyak %(most)s kali sehari."),
            params={"most": MOST_A_DAY},
            field="grade",
        )
