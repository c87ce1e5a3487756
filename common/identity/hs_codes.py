"""Codes of goods in the Harmonized System (HS, BTKI 2022): heading, subheading, national. Pure."""

import re
from typing import Final

from common.text.typed import plain_marks

# Heading, subheading of the World Customs Organization, national line.
_LENGTHS: Final = frozenset({4, 6, 8})
# People copy "9401.53.00", "9401 53 00", "HS 9401-53-00" and "94.01".
_BETWEEN_DIGITS: Final = re.compile(r"[ .\-]")
_LABEL: Final = re.compile(r"^(?:kode )?hs ?[:.]? ?", re.IGNORECASE)
_LONGEST: Final = 30


def hs_digits(text: str) -> str | None:
    """Return the 4, 6 or 8 digits of an HS code as a person wrote it, None where it is none."""
    line = plain_marks(text)
    if len(line) > _LONGEST:
        return None
    digits = _BETWEEN_DIGITS.sub("", _LABEL.sub("", line))
    is_code = digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS
    return digits if is_code and digits[:2] != "00" else None


def hs_text(digits: str) -> str:
    """Return the digits with the dots that customs write: 9401.53.00; other text is unchanged."""
    if hs_digits(digits) != digits:
        return digits
    return ".".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)
