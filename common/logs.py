"""What may stand in a log line: no number of a person, token, e-mail address or query string.

The web server reads this module before it loads the portal, so nothing here imports Django.
"""

import logging
import re
import traceback
from typing import Final

_PLAIN: Final = re.compile(
    r"[A-Za-z_.-]{0,60}"
    r"|[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*\.(?:css|js|svg|png|ico|woff2|json|txt|webmanifest)"
    r"|v?[0-9]{1,7}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_MAIL: Final = re.compile(r"""[^\s/@'"<>()=?&,]+(?:@|%40)[^\s/@'"<>()?&,]+""")
_ADDRESS: Final = re.compile(r"""(https?://[^/?#\s'"<>]*)([^\s'"<>]*)|[^\s'"<>]*/[^\s'"<>]*""")
_QUERY: Final = re.compile(r"""\?[^\s'"<>]*=[^\s'"<>]*""")
# The first three are kept: ids of tasks, days, and how long something took.
_SECRET: Final = re.compile(
    r"(?P<kept>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b20\d\d-[01]\d-[0-3]\d(?!\d)"
    r"|(?<![\d.-])\d{1,4}\.\d+s\b)"
    r"|(?<![\w-])(?:(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}|[\w-]{40,})"
    r"|\d(?:[ .-]?\d){7,}"
)
# The database quotes the row that it refused.
_ROW: Final = re.compile(r"DETAIL:.*", re.DOTALL)
_CHAIN: Final = 10


def masked(path: str) -> str:
    """The path with every part hidden that may be a number of a person, a code or a token."""
    parts = path.split("/")
    return "/".join(part if _PLAIN.fullmatch(part) else "*" for part in parts)


def masked_text(text: str) -> str:
    """Text with paths masked; no e-mail address, query string, token or long number is left."""
    text = _ROW.sub("DETAIL: *", text)
    text = _MAIL.sub("*", text)
    text = _ADDRESS.sub(_masked_address, text)
    text = _QUERY.sub("", text)
    return _SECRET.sub(lambda found: found["kept"] or "*", text)


class MaskingFilter(logging.Filter):
    """Masks the message of a record and the words of its errors; where they arose stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.__dict__.get("is_masked"):
            return True
        record.__dict__["is_masked"] = True
        if record.name == "django.security.DisallowedHost":
            # Anybody may send any host: it is neither a fault of ours nor worth a line of theirs.
            record.msg, record.args = "Host that is not ours", ()
            record.exc_info = record.exc_text = None
            return True
        record.msg, record.args = masked_text(_message(record)), ()
        if record.exc_info:
            record.exc_text = _traceback(record.exc_info[1])
        elif record.exc_text:
            record.exc_text = masked_text(record.exc_text)
        # A formatter would write the error again, in its own words.
        record.exc_info = None
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _traceback(error: BaseException | None, left: int = _CHAIN) -> str | None:
    """Frames as they are, for they hold only code; of each error the masked words."""
    if error is None or not left:
        return None
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = _traceback(cause, left - 1)
    lines = [before, ""] if before else []
    frames = "".join(traceback.format_tb(error.__traceback__))
    if frames:
        lines.append(f"Traceback (most recent call last):\n{frames.rstrip()}")
    words = "".join(traceback.format_exception_only(error)).rstrip()
    return "\n".join([*lines, masked_text(words)])


def _masked_address(found: re.Match[str]) -> str:
    host, rest = (found[1], found[2]) if found[1] else ("", found[0])
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    end = path.rstrip(".,:;)]}")
    return host + masked(end) + path[len(end) :]
