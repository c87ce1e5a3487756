"""Masking of log lines: no personal number, token, e-mail address or query string is written.

The web server imports this module before it loads the portal, so nothing here imports Django.
"""

import json
import logging
import re
import traceback
from datetime import datetime
from typing import Final

_PLAIN: Final = re.compile(
    r"[A-Za-z_.-]{0,60}"
    r"|[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*\.(?:css|js|svg|png|ico|woff2|json|txt|webmanifest)"
    r"|v?[0-9]{1,7}"
    r"|[0-9a-fA-F]{8}\*"
)
# Whoever has the whole code may open its letter or file, so only its beginning is written: enough
# to find the same row in two lines.
_UID: Final = re.compile(r"([0-9a-fA-F]{8})(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# What follows these in a path is a code or a key, even where it looks like a word.
_BEFORE_A_SECRET: Final = frozenset({"verifikasi", "verify", "konfirmasi-surel"})
_MAIL: Final = re.compile(r"""[^\s/@'"<>()=?&,]+(?:@|%40)[^\s/@'"<>()?&,]+""")
_ADDRESS: Final = re.compile(r"""(https?://[^/?#\s'"<>]*)([^\s'"<>]*)|[^\s'"<>]*/[^\s'"<>]*""")
_QUERY: Final = re.compile(r"""\?[^\s'"<>]*=[^\s'"<>]*""")
# The first three are not masked: ids of tasks and requests, dates, and durations.
_SECRET: Final = re.compile(
    r"(?P<harmless>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b20\d\d-[01]\d-[0-3]\d(?!\d)"
    r"|(?<![\d.-])\d{1,4}\.\d+s\b)"
    r"|(?<![\w-])(?:(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}|[\w-]{40,})"
    r"|\d(?:[ .-]?\d){7,}"
)
# PostgreSQL quotes the row that it rejected.
_ROW: Final = re.compile(r"DETAIL:.*", re.DOTALL)
_CHAIN: Final = 10


def mask_path(path: str) -> str:
    """Hide every part of the path that may be a personal number, a code or a token.

    The first eight digits of a UUID are kept.
    """
    before, masked = "", []
    for part in path.split("/"):
        masked.append(_mask_part(part, before))
        # There may be nothing between two slashes.
        before = part or before
    return "/".join(masked)


def _mask_part(part: str, before: str) -> str:
    if uid := _UID.fullmatch(part):
        return f"{uid[1]}*"
    if part and before.lower() in _BEFORE_A_SECRET:
        return "*"
    return part if _PLAIN.fullmatch(part) else "*"


def mask_text(text: str) -> str:
    """Mask the paths, e-mail addresses, query strings, tokens and long numbers in a text."""
    text = _ROW.sub("DETAIL: *", text)
    text = _MAIL.sub("*", text)
    text = _ADDRESS.sub(_mask_address, text)
    text = _QUERY.sub("", text)
    return _SECRET.sub(lambda match: match["harmless"] or "*", text)


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, for programs that collect logs.

    An error has its traceback in `fault`, where it does not break the line.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created)
            .astimezone()
            .isoformat("T", "milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": _message(record),
        }
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["fault"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


class MaskingFilter(logging.Filter):
    """Masks the message of a record and of its exceptions; stack frames stay as they are."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.__dict__.get("is_masked"):
            return True
        record.__dict__["is_masked"] = True
        if record.name == "django.security.DisallowedHost":
            # Anyone can send any host: this is not an error of the portal, and not worth logging.
            record.msg, record.args = "Host that is not ours", ()
            record.exc_info = record.exc_text = None
            return True
        record.msg, record.args = mask_text(_message(record)), ()
        if record.exc_info:
            record.exc_text = _traceback(record.exc_info[1])
        elif record.exc_text:
            record.exc_text = mask_text(record.exc_text)
        # A formatter would write the exception again, unmasked.
        record.exc_info = None
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _traceback(error: BaseException | None, left: int = _CHAIN) -> str | None:
    """Format the stack frames, which hold only code, and the masked message of each exception."""
    if error is None or not left:
        return None
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = _traceback(cause, left - 1)
    lines = [before, ""] if before else []
    frames = "".join(traceback.format_tb(error.__traceback__))
    if frames:
        lines.append(f"Traceback (most recent call last):\n{frames.rstrip()}")
    message = "".join(traceback.format_exception_only(error)).rstrip()
    return "\n".join([*lines, mask_text(message)])


def _mask_address(match: re.Match[str]) -> str:
    host, rest = (match[1], match[2]) if match[1] else ("", match[0])
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    end = path.rstrip(".,:;)]}")
    return host + mask_path(end) + path[len(end) :]
