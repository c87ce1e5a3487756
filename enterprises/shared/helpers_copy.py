"""Invitations and acts of helpers of a person's enterprises, for the copy of their data."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q

from accounts.models import User
from common.text.formats import date_short, datetime_wib
from enterprises.enums import MemberRole
from enterprises.models import HelperInvitation, Member, OwnerNotice

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return invitations that the person sent or got, and acts of helpers they were notified of."""
    owned = Member.objects.filter(user=user, role=MemberRole.OWNER, until=None)
    notices = OwnerNotice.objects.filter(enterprise__in=owned.values("enterprise"))
    invitations = HelperInvitation.objects.filter(Q(invited_by=user) | Q(helper=user))
    return {
        "Undangan kepada pendamping": [
            {
                "Usaha": each.enterprise.name,
                "Yang mengundang": each.invited_by.name,
                "Diundang pada": datetime_wib(each.invited_at),
                "Dijawab pada": datetime_wib(each.answered_at) if each.answered_at else "",
            }
            for each in invitations.select_related("enterprise", "invited_by").order_by("-id")[
                :_MOST
            ]
        ],
        "Tindakan pendamping untuk usaha Anda": [
            {
                "Usaha": each.enterprise.name,
                "Pendamping": each.helper.name,
                "Tindakan": str(each.get_act_display()),
                "Nomor berkas": each.about,
                "Pada": datetime_wib(each.at),
                "Anda diberi tahu pada": date_short(each.told_on) if each.told_on else "",
            }
            for each in notices.select_related("enterprise", "helper").order_by("-id")[:_MOST]
        ],
    }
