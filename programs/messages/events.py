"""Which message goes out on which transition, and to whom; words in templates/notifications."""

from collections.abc import Mapping

from enterprises.models import Member
from notifications.services.outbox import enqueue
from programs.enums import Transition
from programs.models import Application, ApplicationEvent

# Moves inside the office say nothing to the applicant but where the file now is.
_KEYS: Mapping[str, str] = {
    Transition.SUBMIT: "application.submitted",
    Transition.START_REVIEW: "application.in_review",
    Transition.REQUEST_REVISION: "application.revision_requested",
    Transition.APPROVE: "application.approved",
    Transition.REJECT: "application.rejected",
    Transition.WITHDRAW: "application.withdrawn",
    Transition.COMPLETE: "application.completed",
}


def announce(application: Application, event: ApplicationEvent) -> None:
    """Writes one outbox row per person acting for the enterprise, in the caller's transaction."""
    key = _KEYS.get(event.transition)
    if key is None:
        return
    words = next(
        (w for w in application.edition.outcome_words.all() if w.state == application.state), None
    )
    context = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "enterprise": application.enterprise.name,
        "reason": event.reason,
        "due_on": application.due_on.isoformat() if application.due_on else "",
        "outcome_id": words.word_id if words else "",
        "outcome_en": words.word_en if words else "",
        "next_step_id": words.next_step_id if words else "",
        "next_step_en": words.next_step_en if words else "",
    }
    link = f"/pengajuan/{application.pk}/"
    members = Member.objects.filter(
        enterprise_id=application.enterprise_id, until__isnull=True
    ).select_related("user")
    for member in members.order_by("user_id"):
        enqueue(key=key, recipient=member.user, context=context, link=link)
