"""Whether a letter was printed to be signed with a pen."""

from letters.enums import SignatureWay
from letters.models import Letter


def is_printed(letter: Letter) -> bool:
    """Tell whether the content of the letter was fixed for a signature with a pen."""
    return bool(letter.content and letter.content.get("signature") == SignatureWay.WET)
