"""Checks of letters by the public; each is counted, who asked is not kept."""

from django.db.models import QuerySet

from common.dates import clock
from letters.enums import CheckWay, LetterStatus
from letters.models import Check, Letter
from letters.policies.codes import read_code


def check_code(text: str) -> Letter | None:
    """Return the issued letter with this code; None where there is none. Counts the check."""
    code = read_code(text)
    letter = _issued().filter(code=code).first() if code is not None else None
    Check.objects.create(at=clock.now(), way=CheckWay.CODE, letter=letter)
    return letter


def _issued() -> QuerySet[Letter]:
    unsigned = (LetterStatus.WAITING, LetterStatus.CANCELLED)
    return Letter.objects.exclude(status__in=unsigned).select_related("number", "agency")
