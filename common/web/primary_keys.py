"""Primary keys in addresses and forms."""

# Every number of this length fits the 64 bits of a key.
_MAX_DIGITS = 18


def parse_pk(text: str) -> int | None:
    """Return a key of at most 18 ASCII digits; None for any other text."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    return int(text) if is_number else None
