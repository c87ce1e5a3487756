"""Strict parsing of request bodies: what cannot be stored is refused here."""

import json
from typing import IO, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser

from common.text.typed import visible

MAX_DEPTH = 20


class StrictJSONParser(JSONParser):
    """JSON objects only: no deeper than 20 levels, no NUL and no lone surrogate in any text.

    Texts are stripped of invisible characters, so that two that look alike are the same.
    """

    def parse(self, stream: IO[Any], media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            parsed = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise _too_deep() from None
        except ParseError as error:
            raise ParseError(_unreadable(error.__context__)) from None
        if not isinstance(parsed, dict):
            raise ParseError(_("Isi permintaan harus objek JSON."))
        return _readable(parsed)


class VisibleMultiPartParser(MultiPartParser):
    """A form with files, whose texts are judged and cleaned as those of JSON.

    A file that was sent without a name arrives as a text: its field is named in the refusal.
    """

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        parsed = super().parse(stream, media_type, parser_context)
        cleaned = QueryDict(mutable=True, encoding=parsed.data.encoding)
        for name, texts in parsed.data.lists():
            try:
                cleaned.setlist(_readable(name), _readable(texts))
            except ParseError as error:
                raise ValidationError({visible(name): [error.detail]}) from None
        return DataAndFiles(cleaned, parsed.files)


def _unreadable(cause: BaseException | None) -> str:
    """Say what is wrong with a body, and where; never what it contains."""
    match cause:
        case json.JSONDecodeError():
            text = _(
                "Isi permintaan bukan JSON yang benar: periksa baris %(line)s, huruf %(column)s."
            )
            return text % {"line": cause.lineno, "column": cause.colno}
        case UnicodeDecodeError():
            return _("Isi permintaan bukan UTF-8.")
        case _:
            return _("Isi permintaan bukan JSON yang benar.")


def _too_deep() -> ParseError:
    return ParseError(
        _("JSON terlalu dalam: paling banyak %(most)s tingkat.") % {"most": MAX_DEPTH}
    )


def _readable(value: Any, depth: int = 0) -> Any:
    """Return the value with the visible form of its texts; raises ParseError."""
    if depth > MAX_DEPTH:
        raise _too_deep()
    match value:
        case str():
            if not is_storable(value):
                raise ParseError(_("Teks berisi tanda yang tidak dapat disimpan."))
            return visible(value)
        case dict():
            pairs = value.items()
            return {_readable(k, depth + 1): _readable(v, depth + 1) for k, v in pairs}
        case list():
            return [_readable(item, depth + 1) for item in value]
        case _:
            return value


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can store the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
