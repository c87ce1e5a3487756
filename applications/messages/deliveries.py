"""The notice of a recorded delivery; its texts are in templates/notifications."""

from datetime import date

from applications.models import DecisionNotice, DeliveryWay
from enterprises.models import Member
from notifications.policies.notice import Notice


def delivery_recorded(notice: DecisionNotice, *, office: str, until: date | None) -> list[Notice]:
    """Return what those who act for the enterprise read: day, way and office, and the last day.

    `until` is the last day to object, None where it is not known. The official is not named.
    """
    application = notice.application
    context = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "enterprise": application.enterprise.name,
        "office": office,
        "delivered_on": notice.delivered_on.isoformat() if notice.delivered_on else "",
        "at_counter": notice.way == DeliveryWay.COUNTER,
        "until_on": until.isoformat() if until else "",
    }
    members = Member.objects.filter(enterprise_id=application.enterprise_id, until__isnull=True)
    link = f"/pengajuan/{application.pk}/"
    return [
        Notice("application.delivery_recorded", person, context, link)
        for person in members.order_by("user_id").values_list("user_id", flat=True)
    ]
