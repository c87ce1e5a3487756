"""The recommendation as the decider reads it, and the choices of whoever gives one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.admin.application_page.forms import ActionForm
from applications.admin.application_page.labels import event_actor
from applications.models import Application
from applications.selectors.status import REVIEW_STATES, ApplicationStatus
from applications.shared.state_tags import opinion_tag_style
from programs.enums import Opinion, Transition
from programs.selectors.labels import opinion_label


@dataclass(frozen=True)
class Recommendation:
    """A recommendation; `label` is empty for one without a direction."""

    label: str
    style: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class OpinionChoice:
    """One direction to choose, with the ready reasons for it."""

    value: str
    label: str
    is_chosen: bool
    reasons: Sequence[str]


def recommendation_to_decide_on(status: ApplicationStatus) -> Recommendation | None:
    """Return the recommendation while the decision is ahead and the viewer may read it."""
    given = status.recommendation
    if given is None or status.state not in REVIEW_STATES:
        return None
    return Recommendation(
        label=opinion_label(given.opinion) if given.opinion else "",
        style=opinion_tag_style(given.opinion) if given.opinion else "",
        reason=given.reason,
        who=event_actor(given),
        at=given.at,
    )


def opinion_choices(application: Application, form: ActionForm) -> list[OpinionChoice]:
    """Return the three directions, the one sent with the form chosen."""
    ready = [
        reason
        for reason in application.edition.reason_texts.all()
        if reason.transition == Transition.RECOMMEND
    ]
    chosen = form.text("opinion") if form.text("action") == Transition.RECOMMEND else ""
    return [
        OpinionChoice(
            value=str(opinion),
            label=opinion_label(opinion),
            is_chosen=opinion == chosen,
            reasons=[reason.text for reason in ready if reason.opinion == opinion],
        )
        for opinion in Opinion
    ]
