"""Documents that the portal confirms, by code or by file, from every source in one shape."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from common.dates import clock
from common.dates.clock import local_date
from enterprises.enums import CredentialStatus
from enterprises.models import Credential
from letters.enums import LetterStatus
from letters.models import Letter
from programs.models import Scheme

# A letter that two parties write and answer on the portal; the office is not a party.
AGREEMENT: Final = "agreement"
_UNSIGNED: Final = (LetterStatus.WAITING, LetterStatus.CANCELLED)
_IN_FORCE: Final = (LetterStatus.VALID, LetterStatus.SUSPENDED)


@dataclass(frozen=True)
class Verified:
    """One document as its head states it, and what it is worth at `as_of`; without its body.

    `titles` are by language. `way` is how it was signed (`SignatureWay`), AGREEMENT for a letter
    between others that the portal keeps, "" where the portal only recorded what another office
    issued; then `issued_here` is false and `sha256` may be "". `status` is that of today, also
    before the nightly job has written an end down; `status_since` is None where only the last day
    is known. `letter_id` is None for what is no letter of this portal. `is_offer` marks an
    agreement that its holder has not accepted: its status is suspended.
    """

    code: str
    kind: str
    titles: Mapping[str, str]
    number: str
    holder: str
    issuer: str
    signer_name: str
    signer_position: str
    issued_on: date
    signed_at: datetime | None
    valid_until: date | None
    status: LetterStatus
    status_since: datetime | None
    superseded_by: str
    way: str
    sha256: str
    issued_here: bool
    as_of: datetime
    letter_id: int | None = None
    is_offer: bool = False

    @property
    def title(self) -> str:
        """The title in the active language, else in Indonesian."""
        return self.titles.get(get_language() or "id") or self.titles.get("id", "")


def verified_by_code(code: str) -> Verified | None:
    """Return the document with this code (stored form); None where nothing was issued with it."""
    for source in (*_BY_CODE, *_above()):
        if (found := source(code)) is not None:
            return found
    return None


def _above() -> Iterator[Callable[[str], Verified | None]]:
    """Yield the functions with which apps above look up a code."""
    yield from (import_string(path) for path in settings.VERIFIED_BY_CODE)


def verified_by_sha256(sha256: str) -> Verified | None:
    """Return what was issued as exactly this file; None where nothing was, and for ""."""
    letter = _issued().filter(sha256=sha256).first() if sha256 else None
    return _of_letter(letter) if letter is not None else None


def _letter_by_code(code: str) -> Verified | None:
    letter = _issued().filter(code=code).first()
    return _of_letter(letter) if letter is not None else None


def _recorded_by_code(code: str) -> Verified | None:
    """Return what another agency issued and an official has looked up at that agency."""
    recorded = Credential.objects.filter(code=code, checked_at__isnull=False).first()
    return _of_credential(recorded) if recorded is not None else None


_BY_CODE: Final[tuple[Callable[[str], Verified | None], ...]] = (
    _letter_by_code,
    _recorded_by_code,
)


def _issued() -> QuerySet[Letter]:
    return Letter.objects.exclude(status__in=_UNSIGNED).select_related(
        "number", "agency", "superseded_by__number"
    )


def _of_letter(letter: Letter) -> Verified:
    number, content = letter.number, letter.content or {}
    assert letter.signed_at is not None  # noqa: S101 - letter_signed_whole
    # A statement has neither: it is known by the number of what it is about.
    signer = content.get("signer") or {}
    texts = content.get("texts", {})
    status, since = _status(letter)
    heir = letter.superseded_by
    return Verified(
        code=letter.code,
        kind=letter.kind,
        titles={lang: texts.get(lang, {}).get("title", "") for lang in texts} or letter.titles,
        number=number.written if number is not None else letter.label,
        holder=letter.holder,
        issuer=content.get("office") or letter.agency.name,
        signer_name=signer.get("name", ""),
        signer_position=" ".join(
            filter(None, (signer.get("on_behalf_of", ""), signer.get("position", "")))
        ),
        issued_on=number.given_on if number is not None else local_date(letter.signed_at),
        signed_at=letter.signed_at,
        valid_until=letter.valid_until,
        status=status,
        status_since=since,
        superseded_by=heir.number.written if heir is not None and heir.number is not None else "",
        way=letter.signature,
        sha256=letter.sha256,
        issued_here=True,
        as_of=clock.now(),
        letter_id=letter.pk,
    )


def _of_credential(recorded: Credential) -> Verified:
    scheme = Scheme.objects.filter(code=recorded.kind).first()
    name = scheme.name if scheme is not None else recorded.kind
    titles = {"id": scheme.name_id, "en": scheme.name_en} if scheme is not None else {"id": name}
    # To the public, a document that its holder gave back is one that was withdrawn.
    given_back = recorded.status == CredentialStatus.SURRENDERED
    status = LetterStatus.REVOKED if given_back else LetterStatus(recorded.status)
    is_over = recorded.valid_until is not None and recorded.valid_until < clock.today()
    return Verified(
        code=recorded.code,
        kind=recorded.kind,
        titles=titles,
        number=recorded.number,
        holder=recorded.holder,
        issuer=recorded.issuer,
        signer_name="",
        signer_position="",
        issued_on=recorded.issued_on,
        signed_at=None,
        valid_until=recorded.valid_until,
        status=LetterStatus.EXPIRED if is_over and status in _IN_FORCE else status,
        status_since=None,
        superseded_by="",
        way="",
        # The hash is of a scan that an official keeps: nobody else has that very file.
        sha256="",
        issued_here=False,
        as_of=clock.now(),
    )


def _status(letter: Letter) -> tuple[LetterStatus, datetime | None]:
    """Return the status now and since when; a letter ends with its last day."""
    status = LetterStatus(letter.status)
    is_over = letter.valid_until is not None and letter.valid_until < clock.today()
    if is_over and status in _IN_FORCE:
        return LetterStatus.EXPIRED, None
    return status, None if status == LetterStatus.EXPIRED else letter.status_at
