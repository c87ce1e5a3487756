"""What the state of an application is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from programs.enums import State
from programs.selectors.labels import general_state_label, next_step_of, state_label

# A code of lists and filters beside the states: a withdrawn file that nobody withdrew.
LAPSED = "lapsed"
LAPSED_WORD: str | Promise = _("Ditutup karena tidak dijawab")
_LAPSED_STEP: str | Promise = _(
    "Perbaikan yang diminta tidak dijawab sampai batas waktunya. Isi dan dokumennya dapat disalin "
    "ke pengajuan baru."
)


def state_word(application: Application) -> str:
    """Return the edition's label of its state, or that it was closed for lack of an answer."""
    if application.lapsed_at is not None:
        return str(LAPSED_WORD)
    return state_label(application.edition, application.state)


def state_step(application: Application) -> str:
    """Return the next step of its state, in one or two sentences to the applicant."""
    if application.lapsed_at is not None:
        return str(_LAPSED_STEP)
    return next_step_of(application.edition, application.state)


def listed_state_label(code: str) -> str:
    """Return the label of a state, or of LAPSED, for lists and filters over many schemes."""
    return str(LAPSED_WORD) if code == LAPSED else general_state_label(State(code))
