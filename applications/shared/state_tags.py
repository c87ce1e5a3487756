"""The tags that name the state of an application and the direction of a recommendation."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors.state_labels import application_state_label
from programs.enums import Opinion, State

# The style of a tag by state; every tag also names the state.
_TAG_STYLES: Mapping[str, str] = {
    State.SUBMITTED: "office",
    State.IN_REVIEW: "office",
    State.REVISION_REQUESTED: "turn",
    State.APPROVED: "partner",
    State.REJECTED: "refused",
    State.WITHDRAWN: "closed",
    State.COMPLETED: "done",
}
# To officials a submitted application is new and an approved one is done.
_OFFICE_TAG_STYLES: Mapping[str, str] = {
    **_TAG_STYLES,
    State.SUBMITTED: "new",
    State.APPROVED: "done",
}

_OPINION_TAG_STYLES: Mapping[str, str] = {
    Opinion.POSITIVE: "done",
    Opinion.CONDITIONAL: "turn",
    Opinion.NEGATIVE: "refused",
}


def state_tag(application: Application) -> tuple[str, str]:
    """Return the style and text of the tag; a draft invites the applicant to continue."""
    if application.state == State.DRAFT:
        return "turn", _("Draf, lanjutkan")
    return _TAG_STYLES[application.state], application_state_label(application)


def office_tag_style(state: str) -> str:
    """Return the style of a state's tag on the officials' pages."""
    return _OFFICE_TAG_STYLES[state]


def opinion_tag_style(opinion: str) -> str:
    """Return the style of the tag of a recommendation; only officials see one."""
    return _OPINION_TAG_STYLES[opinion]
