"""Primary keys in addresses and forms."""

from typing import Final

from django.urls import register_converter

ROW: Final = "row"
_MAX_DIGITS: Final = 19
_MAX_BIGINT: Final = 2**63 - 1


def parse_pk(text: str) -> int | None:
    """Return a key of ASCII digits that fits 64 bits; None for any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        return None
    key = int(text)
    return key if key <= _MAX_BIGINT else None


class RowIdConverter:
    """Digits that fit a primary key; anything else matches no URL (404)."""

    regex = f"[0-9]{{1,{_MAX_DIGITS}}}"

    def to_python(self, value: str) -> int:
        key = parse_pk(value)
        if key is None:
            raise ValueError("no row has this key")
        return key

    def to_url(self, value: int) -> str:
        return str(value)


# Django requires a converter to be registered once, before the first URL pattern that uses it is
# parsed.
register_converter(RowIdConverter, ROW)
