"""What `/verifikasi/` says of a letter of commitment."""

from datetime import datetime

from common.dates import clock
from letters.enums import LetterStatus
from letters.selectors.verified import AGREEMENT, Verified
from supply.enums import LetterState
from supply.models import Commitment
from supply.selectors.orders.access import is_active

_TITLES = {
    "id": "Surat kesanggupan pesanan bersama",
    "en": "Letter of commitment to a pooled order",
}
# What was never accepted commits nobody.
_OFFER_TITLES = {
    "id": "Tawaran surat kesanggupan pesanan bersama",
    "en": "Offer of a letter of commitment to a pooled order",
}


def commitment_by_code(code: str) -> Verified | None:
    """Return the letter with this code (stored form) as its head states it; None for no letter.

    A waiting letter is an offer until its last day to answer, and never valid: programs read
    `suspended`, the one status they know that is not in force but may become so.
    So is one whose order does not go on, until its member or exporter ends it: no offer either.
    """
    related = ("order__exporter", "order__request")
    letter = Commitment.objects.select_related(*related).filter(code=code).first()
    if letter is None:
        return None
    status, since = _status(letter)
    is_stranded = status in (LetterStatus.SUSPENDED, LetterStatus.VALID) and _is_stranded(letter)
    is_open = letter.state in (LetterState.WAITING, LetterState.SILENT, LetterState.DECLINED)
    return Verified(
        code=letter.code,
        kind="commitment",
        titles=_TITLES if letter.accepted_at else _OFFER_TITLES,
        number=letter.content["number"],
        holder=letter.content["member"],
        issuer=letter.content["exporter"],
        signer_name="",
        signer_position="",
        issued_on=clock.local_date(letter.sent_at),
        signed_at=letter.accepted_at,
        valid_until=clock.local_date(letter.answer_by) if is_open and not is_stranded else None,
        status=LetterStatus.SUSPENDED if is_stranded else status,
        status_since=since,
        superseded_by="",
        way=AGREEMENT,
        sha256="",
        issued_here=True,
        as_of=clock.now(),
        is_offer=status == LetterStatus.SUSPENDED and not is_stranded,
    )


def _is_stranded(letter: Commitment) -> bool:
    return not letter.order.is_over and not is_active(letter.order)


def _status(letter: Commitment) -> tuple[LetterStatus, datetime | None]:
    match letter.state:
        case LetterState.ACCEPTED:
            return LetterStatus.VALID, None
        case LetterState.WITHDRAWN | LetterState.CANCELLED:
            return LetterStatus.REVOKED, letter.ended_at
        case LetterState.WAITING if clock.now() <= letter.answer_by:
            return LetterStatus.SUSPENDED, None
        case _:
            return LetterStatus.EXPIRED, None
