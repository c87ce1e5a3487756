"""The reminder of a correction that is about to lapse; texts are in templates/notifications."""

from datetime import date

from applications.models import Application
from enterprises.models import Member
from notifications.policies.notice import Notice
from programs.kinds.registry import kind_of


def reminder(application: Application, *, number: int, last_day: date, reason: str) -> list[Notice]:
    """Return reminder `number` (2 is the last) to everyone who acts for the enterprise."""
    context = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "request_word": kind_of(application.scheme.kind).request_word,
        "enterprise": application.enterprise.name,
        "reason": reason,
        "answer_by_on": last_day.isoformat(),
        "is_last": number == 2,
    }
    members = Member.objects.acting().filter(enterprise_id=application.enterprise_id)
    link = f"/pengajuan/{application.pk}/"
    return [
        Notice("application.correction_reminder", person, context, link)
        for person in members.order_by("user_id").values_list("user_id", flat=True)
    ]
