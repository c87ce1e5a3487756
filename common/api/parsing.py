"""Strict parsing of request bodies: what cannot be stored is refused here."""

from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_DEPTH = 20


class StrictJSONParser(JSONParser):
    """JSON objects only: no deeper than 20 levels, no NUL and no lone surrogate in any text."""

    def parse(self, stream: IO[Any], media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            parsed = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("JSON terlalu dalam.")) from None
        if not isinstance(parsed, dict):
            raise ParseError(_("Isi permintaan harus objek JSON."))
        _refuse_unstorable(parsed)
        return parsed


def _refuse_unstorable(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("JSON terlalu dalam."))
    if isinstance(value, str):
        if not is_storable(value):
            raise ParseError(_("Teks berisi tanda yang tidak dapat disimpan."))
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key, depth + 1)
            _refuse_unstorable(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item, depth + 1)


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can store the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
