"""Whether a letter is out to be signed with a pen."""

from letters.enums import SignatureWay
from letters.models import Letter


def is_printed(letter: Letter) -> bool:
    """Tell whether what the letter says was fixed for a signature with a pen."""
    return bool(letter.content and letter.content.get("signature") == SignatureWay.WET)
