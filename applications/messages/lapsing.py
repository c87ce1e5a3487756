"""The reminder of a correction that is about to lapse; texts are in templates/notifications."""

from datetime import date

from applications.messages.for_members import notices_for_members
from applications.models import Application
from notifications.policies.notice import Notice


def reminder(application: Application, *, number: int, last_day: date, reason: str) -> list[Notice]:
    """Return reminder `number` (2 is the last) to everyone who acts for the enterprise."""
    said = {"reason": reason, "answer_by_on": last_day.isoformat(), "is_last": number == 2}
    return notices_for_members(application, said, key="application.correction_reminder")
