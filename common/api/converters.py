"""Primary keys in URLs."""

from typing import Final

from django.urls import register_converter

ROW: Final = "row"
_MAX_BIGINT = 2**63 - 1


class RowIdConverter:
    """Digits that fit a primary key; anything else matches no URL (404)."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > _MAX_BIGINT:
            raise ValueError("no row has this key")
        return number

    def to_url(self, value: int) -> str:
        return str(value)


# Django requires a converter to be registered once, before the first URL pattern that uses it is
# parsed.
register_converter(RowIdConverter, ROW)
