"""Closing a file when what it was for has been issued or recorded."""

from applications.models import Application, OutsideResult
from applications.permissions import stages_left_open
from applications.selectors.letters import letters_of
from applications.services.locking import lock
from applications.services.transitions import perform_as_system
from letters.enums import LetterStatus
from permits.permissions import RECORDED_OUTCOME
from permits.selectors.permits import permits_of
from programs.enums import State, Transition


def is_done(application: Application) -> bool:
    """Tell whether the purpose of the file is fulfilled.

    That is a recorded document, or that the owner does not continue; for the office's own letters,
    that none waits for its signature.
    """
    if application.scheme.outcome == RECORDED_OUTCOME:
        declined = application.outside_steps.filter(result=OutsideResult.DECLINED)
        return permits_of(application).exists() or declined.exists()
    return not letters_of(application).filter(status=LetterStatus.WAITING).exists()


def complete_if_done(application: Application) -> None:
    """Complete an approved file, unless something is left or a stage outside the office is open.

    Such a stage, for example the filing at DJKI, is still the owner's; an official closes the file
    after it. In the caller's transaction; locks the application first, so that an official who
    closes it at the same moment does not break a signature.
    """
    now = lock(application.pk)
    if now.state != State.APPROVED or not is_done(now):
        return
    if stages_left_open(Transition.COMPLETE, now):
        return
    perform_as_system(now.pk, Transition.COMPLETE)
