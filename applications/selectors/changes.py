"""What the applicant changed since the office requested a correction."""

from collections.abc import Sequence

from django.db.models import Q

from applications.models import Application, ApplicationEvent
from programs.enums import Transition


def changes_since_request(
    application: Application, events: Sequence[ApplicationEvent]
) -> list[str]:
    """Return the changed fields, such as `answers.purpose` or `documents.ktp`.

    Compared with the answers stored by the latest request for correction; empty without one.
    """
    requests = [e for e in events if e.transition == Transition.REQUEST_REVISION]
    if not requests:
        return []
    request, now = requests[-1], application.answers
    before = request.data.get("answers", now)
    answers = [code for code in before.keys() | now.keys() if before.get(code) != now.get(code)]
    documents = application.attachments.filter(
        Q(attached_at__gt=request.at) | Q(removed_at__gt=request.at)
    ).values_list("requirement", flat=True)
    return sorted(f"answers.{code}" for code in answers) + sorted(
        f"documents.{code}" for code in set(documents)
    )
