"""The notice of a recorded delivery; its texts are in templates/notifications."""

from datetime import date

from applications.messages.for_members import notices_for_members
from applications.models import DecisionNotice, DeliveryWay
from notifications.policies.notice import Notice


def delivery_recorded(notice: DecisionNotice, *, office: str, until: date | None) -> list[Notice]:
    """Return the notice to those who act for the enterprise: day, way, office, and the last day.

    `until` is the last day to object, None where it is not known. The official is not named.
    """
    said = {
        "office": office,
        "delivered_on": notice.delivered_on.isoformat() if notice.delivered_on else "",
        "at_counter": notice.way == DeliveryWay.COUNTER,
        "until_on": until.isoformat() if until else "",
    }
    return notices_for_members(notice.application, said, key="application.delivery_recorded")
