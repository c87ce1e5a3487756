"""What counts as a reason, and which reasons the applicant reads. Pure."""

import re

from common.text.typed_reasons import is_reason
from programs.enums import REASON_REQUIRED, Transition

MIN_LENGTH = 3
MIN_TELLING_LENGTH = 10
# Their own words, and what the office says to them; what officials write to each other is not here.
_FOR_APPLICANT = frozenset(
    {
        Transition.SUBMIT,
        Transition.WITHDRAW,
        Transition.REQUEST_REVISION,
        Transition.APPROVE,
        Transition.REJECT,
        Transition.REOPEN,
        Transition.LAPSE,
    }
)
_PART = re.compile(r"[^\W_]+")


def fault_of(transition: str, reason: str, *, is_owed: bool = False) -> str:
    """Return the code of what is wrong with the reason of a transition; empty when nothing is.

    `is_owed` where the application owes one for a transition that usually needs none.
    `reason_required` where one is owed and missing, `reason_says_nothing` where it is shorter than
    ten characters or lacks two different words. Repeated spaces count once.
    """
    if not is_owed and transition not in REASON_REQUIRED:
        return ""
    if len(" ".join(reason.split())) < MIN_LENGTH:
        return "reason_required"
    return "" if says_something(reason) else "reason_says_nothing"


def says_something(text: str) -> bool:
    """Tell whether a text has ten characters, repeated spaces once, and two different words."""
    return is_reason(" ".join(text.split()), least=MIN_TELLING_LENGTH, words=2)


def is_for_applicant(transition: str) -> bool:
    """Tell whether the applicant may read the reason of the transition."""
    return transition in _FOR_APPLICANT


def repeats(reason: str, former: str) -> bool:
    """Tell whether both have the same words, whatever their case, spaces and punctuation."""
    return _PART.findall(reason.casefold()) == _PART.findall(former.casefold())
