"""What the applicant changed since the office asked for a correction."""

from collections.abc import Sequence

from django.db.models import Q

from applications.models import Application, ApplicationEvent
from programs.enums import Transition


def changes_since_asked(application: Application, events: Sequence[ApplicationEvent]) -> list[str]:
    """Changed fields as the office names them, `answers.purpose` or `documents.ktp`.

    Compared with the answers kept by the latest request for correction; empty without one.
    """
    asked = next((e for e in reversed(events) if e.transition == Transition.REQUEST_REVISION), None)
    if asked is None:
        return []
    before, now = asked.data.get("answers", application.answers), application.answers
    answers = [code for code in before.keys() | now.keys() if before.get(code) != now.get(code)]
    papers = application.attachments.filter(
        Q(attached_at__gt=asked.at) | Q(removed_at__gt=asked.at)
    ).values_list("requirement", flat=True)
    return sorted(f"answers.{code}" for code in answers) + sorted(
        f"documents.{code}" for code in set(papers)
    )
