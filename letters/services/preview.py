"""A letter as it would be today, before anyone signed it."""

from typing import Any, Final

from common.dates import clock
from letters.enums import PositionKind, SignatureWay
from letters.models import Letter, LetterNumber, Position, PositionHolder
from letters.render.content import content_of, signing_name, statement_content
from letters.selectors.positions import holder_of
from letters.services.signing import verification_address
from letters.signers.registry import signer

# Shown where the number will be; a letter is never in force with it.
PREVIEW: Final = "PRATINJAU"
_NOBODY: Final = "…………………………"


def preview_content(letter: Letter, way: SignatureWay | None = None) -> dict[str, Any]:
    """Return what the letter would say if it were signed now, by default as the portal signs.

    Without a number it says PREVIEW, without a holder of the position the name stays empty.
    """
    today = clock.today()
    if letter.is_statement:
        return statement_content(letter, today, verification_address(letter.code))
    number = letter.number or LetterNumber(written=PREVIEW, given_on=today)
    holder = holder_of(letter.agency, letter.position_kind, number.given_on)
    if holder is None or not signing_name(holder, letter.form):
        holder = _nobody(letter)
    address = verification_address(letter.code)
    return content_of(letter, number, holder, way or signer().way, address)


def _nobody(letter: Letter) -> PositionHolder:
    position = Position.objects.filter(agency=letter.agency, kind=letter.position_kind).first()
    title = str(PositionKind(letter.position_kind).label)
    return PositionHolder(
        position=position or Position(title=title.capitalize()), name=_NOBODY, bare_name=_NOBODY
    )
