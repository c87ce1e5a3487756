"""The permits of a person's enterprises, for the copy of their data (named in `KIND`)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from common.text.formats import date_short, datetime_wib
from enterprises.enums import MemberRole
from enterprises.models import Member
from permits.messages.names import check_text, origin_text
from permits.models import Permit
from programs.selectors.scheme_names import scheme_names

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the permits of enterprises that the person owns today, the newest first."""
    owned = Member.objects.filter(user=user, role=MemberRole.OWNER, until=None)
    permits = list(
        Permit.objects.filter(enterprise__in=owned.values("enterprise"))
        .prefetch_related("commitments", "changes")
        .order_by("-pk")[:_MOST]
    )
    names = scheme_names({each.kind for each in permits})
    return {"Izin dan sertifikat": [_permit(each, names) for each in permits]}


def _permit(permit: Permit, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "Jenis": names[permit.kind],
        "Nomor": permit.number,
        "Pemegang": permit.holder,
        "Asal": origin_text(permit),
        "Pemeriksaan": check_text(permit),
        "Terbit pada": date_short(permit.issued_on),
        "Berlaku sampai": date_short(permit.valid_until) if permit.valid_until else "",
        "Keadaan": str(permit.get_status_display()),
        "Komitmen": [
            {
                "Komitmen": str(each.get_task_display()),
                "Paling lambat": date_short(each.due_on),
                "Nomor": each.number,
                "Dikabarkan pada": datetime_wib(each.reported_at) if each.reported_at else "",
            }
            for each in permit.commitments.all()
        ],
        "Perubahan yang Anda nyatakan": [
            {
                "Yang berubah": str(each.get_particular_display()),
                "Menjadi": each.value,
                "Sejak": date_short(each.since),
                "Alasan": each.reason,
                "Jawaban": str(each.get_answer_display()),
                "Penjelasan": each.answer_text,
            }
            for each in permit.changes.all()
        ],
    }
