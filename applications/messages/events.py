"""Which message goes out on which transition, and to whom; words in templates/notifications."""

from collections.abc import Mapping

from applications.kinds.registry import outcome_of
from applications.models import Application, ApplicationEvent
from enterprises.models import Member
from notifications.policies.notice import Notice
from programs.enums import Transition

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


def notices_of(application: Application, event: ApplicationEvent) -> list[Notice]:
    """What everybody who acts for the enterprise is told of a transition that was made."""
    own = outcome_of(application).messages
    key = own.get(event.transition) or _KEYS.get(event.transition)
    if key is None:
        return []
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
    members = Member.objects.filter(
        enterprise_id=application.enterprise_id, until__isnull=True
    ).order_by("user_id")
    return [
        Notice(key, member.user_id, context, f"/pengajuan/{application.pk}/") for member in members
    ]
