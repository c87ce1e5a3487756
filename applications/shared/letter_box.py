"""The office's letters on the page of an application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from applications.messages.letters import letter_title
from applications.models import Application
from applications.selectors.letters import letters_of
from common.dates.clock import local_date
from letters.enums import LetterStatus
from letters.models import Letter
from letters.policies.codes import written
from letters.services.signing import day_words

_TAG_STYLES: Mapping[str, str] = {
    LetterStatus.WAITING: "office",
    LetterStatus.VALID: "done",
    LetterStatus.SUSPENDED: "turn",
    LetterStatus.REVOKED: "refused",
    LetterStatus.EXPIRED: "late",
    LetterStatus.SUPERSEDED: "closed",
}


@dataclass(frozen=True)
class LetterLine:
    """One letter: `number`, `code`, `dated_on` are empty while it waits for its signature.

    `not_before` is a future day before which nobody may sign it; `sign_by` the last day on which an
    owed one is to be signed. A statement never has a number.
    """

    id: int
    kind: str
    title: str
    status: str
    status_label: str
    number: str
    code: str
    dated_on: date | None
    valid_until: date | None
    not_before: date | None
    is_statement: bool
    sign_by: date | None

    @property
    def tag(self) -> str:
        """The style of the tag that names its status."""
        return _TAG_STYLES[self.status]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has signed it yet."""
        return self.status == LetterStatus.WAITING


def letter_lines(application: Application) -> Sequence[LetterLine]:
    """Return the letters about an application, the oldest first, in the active language."""
    language = "en" if get_language() == "en" else "id"
    return [_line(letter, language) for letter in letters_of(application)]


def _line(letter: Letter, language: str) -> LetterLine:
    is_signed = letter.signed_at is not None
    return LetterLine(
        id=letter.pk,
        kind=letter.kind,
        title=letter_title(letter, language),
        status=letter.status,
        status_label=str(letter.get_status_display()),
        number=letter.number.written if letter.number and is_signed else "",
        code=written(letter.code) if is_signed else "",
        dated_on=_dated_on(letter),
        valid_until=letter.valid_until,
        not_before=letter.not_before if day_words(letter) else None,
        is_statement=letter.is_statement,
        sign_by=letter.sign_by if not is_signed else None,
    )


def _dated_on(letter: Letter) -> date | None:
    if letter.signed_at is None:
        return None
    return letter.number.given_on if letter.number else local_date(letter.signed_at)
