"""The state of an application in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from common.text.application_noun import with_request_word
from programs.enums import State, Turn
from programs.kinds.registry import kind_of
from programs.selectors.labels import general_state_label, next_step_of, state_label

# A code of lists and filters beside the states: a withdrawn file that nobody withdrew.
LAPSED = "lapsed"
LAPSED_LABEL: str | Promise = _("Ditutup karena tidak dijawab")
_LAPSED_STEP: str | Promise = _(
    "Perbaikan yang diminta tidak dijawab sampai batas waktunya. Isi dan dokumennya dapat disalin "
    "ke pengajuan baru."
)
_CANCELLED_STEP: str | Promise = _(
    "Draf ini dibatalkan dan tidak pernah dikirim. Isi dan dokumennya dapat disalin ke draf baru."
)
_STEPS_AFTER_REPORT: dict[str, str | Promise] = {
    Turn.OFFICE: _("Kabar Anda sudah tercatat; Anda tidak perlu melakukan apa-apa."),
    Turn.PARTNER: _(
        "Kabar Anda sudah tercatat. Sekarang tidak ada yang perlu Anda lakukan di portal ini."
    ),
    Turn.APPLICANT: _("Kabar Anda sudah tercatat. Masih ada langkah Anda di luar portal."),
}


def application_state_label(application: Application) -> str:
    """Return the edition's label of its state, or that it was closed for lack of an answer."""
    if application.lapsed_at is not None:
        return str(LAPSED_LABEL)
    return state_label(application.edition, application.state)


def state_step(application: Application) -> str:
    """Return the next step of its state, in one or two sentences to the applicant.

    The edition's text for an approval may ask for a step that the owner has reported since.
    """
    if application.lapsed_at is not None:
        return with_request_word(str(_LAPSED_STEP), kind_of(application.scheme.kind).request_word)
    if application.state == State.WITHDRAWN and application.submitted_at is None:
        return str(_CANCELLED_STEP)
    if application.state == State.APPROVED and application.reported_turn:
        return str(_STEPS_AFTER_REPORT[application.reported_turn])
    return next_step_of(application.edition, application.state, application.scheme.kind)


def listed_state_label(code: str) -> str:
    """Return the label of a state, or of LAPSED, for lists and filters over many schemes."""
    return str(LAPSED_LABEL) if code == LAPSED else general_state_label(State(code))
