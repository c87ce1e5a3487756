"""The lines of a text file in practice: every line in its own encoding, bounded, with its place.

UTF-8 and the Windows-1252 of old Excel are distinguished line by line, so that a file put together
from both is read correctly, and a byte that fits neither costs one line.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from common.coded_error import CodedError

MAX_LINE: Final = 64 * 1024
_BLOCK: Final = 1 << 16
_HEAD: Final = 1 << 16
_SPREADSHEET: Final = b"PK\x03\x04"
_OLD_SPREADSHEET: Final = b"\xd0\xcf\x11\xe0"
# Pictures, PDF and packed files, which may contain words too.
_OTHER_FILES: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"RIFF",
    b"{\\rtf",
)
# Zeros are left out: old programs pad cells and ends of files with them.
_CONTROLS: Final = bytes(set(range(1, 32)) - set(b"\t\n\r\x0b\x0c\x1a"))
# A larger share of control characters at the beginning means that it is no text.
_MOST_CONTROLS: Final = 0.05
# Accented letters and quotes of UTF-8, which as Windows-1252 are signs that nobody writes together.
_UTF8_LETTER: Final = re.compile(
    rb"\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]"
)
# A word processor's line break inside a cell; other invisible characters are dropped.
_TRANSLATED: Final = {**dict.fromkeys(set(range(32)) - {9, 10, 13}), 11: " ", 12: " ", 127: None}


class NotText(CodedError):
    """The file is not a text. `code` is spreadsheet, old_spreadsheet or binary."""


@dataclass(frozen=True)
class Position:
    """A place between two lines: physical lines and bytes before it."""

    line: int = 0
    offset: int = 0


@dataclass(frozen=True)
class Line:
    """One physical line with its break; `text` is None when no encoding fits its bytes.

    Of a line longer than MAX_LINE bytes only the beginning is kept, and `is_cut`.
    """

    text: str | None
    size: int
    is_cut: bool = False


class TextLines:
    """The lines of a file with look-ahead, from a position on."""

    def __init__(self, stream: BinaryIO, start: Position) -> None:
        self._lines = _read_lines(stream)
        self._ahead: deque[Line] = deque()
        self.position = start
        stream.seek(start.offset)

    def peek(self, index: int) -> Line | None:
        """Return the line `index` lines ahead, 0 the next one; None after the last."""
        while len(self._ahead) <= index:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[index]

    def take(self, count: int) -> None:
        """Advance by `count` lines that were read ahead."""
        size = sum(self._ahead.popleft().size for _step in range(count))
        self.position = Position(self.position.line + count, self.position.offset + size)


def refuse_binary(path: Path) -> None:
    """Raise NotText for a file that is not text, judged by its beginning; OSError."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_SPREADSHEET):
        raise NotText("spreadsheet")
    if head.startswith(_OLD_SPREADSHEET):
        raise NotText("old_spreadsheet")
    if head.startswith(_OTHER_FILES):
        raise NotText("binary")
    content = head.replace(b"\x00", b"").rstrip(b"\x1a")
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if utf16_of(head) is None and controls > _MOST_CONTROLS * len(content):
        raise NotText("binary")


def utf16_of(head: bytes) -> str | None:
    """Return utf-16-le or utf-16-be for a UTF-16 file, with or without its mark; else None."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    pairs = len(head) // 2
    if not pairs:
        return None
    # Every second byte of ordinary letters is zero.
    first, second = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if second > pairs * 0.6 and first < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if first > pairs * 0.6 and second < pairs * 0.1 else None


def utf16_to_utf8(source: Path, out: Path) -> bool:
    """Write a UTF-16 file as UTF-8, its lines the same; False, and nothing written, for another."""
    with source.open("rb") as stream:
        encoding = utf16_of(stream.read(_HEAD))
        if encoding is None:
            return False
        stream.seek(0)
        # An unpaired surrogate is one lost letter.
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        with out.open("wb") as written:
            is_first = True
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                written.write((text.lstrip("\ufeff") if is_first else text).encode())
                is_first = False
            written.write(decoder.decode(b"", final=True).encode())
    return True


def _read_lines(stream: BinaryIO) -> Iterator[Line]:
    rest, cut, cut_size = b"", b"", 0
    for block, is_last in _blocks(stream):
        pieces = (rest + block).splitlines(keepends=True)
        rest = b""
        if pieces and not is_last and not pieces[-1].endswith((b"\n", b"\r")):
            rest = pieces.pop()
        for piece in pieces:
            if cut_size:
                yield _line(cut, cut_size + len(piece), is_cut=True)
                cut, cut_size = b"", 0
            else:
                is_cut = len(piece) > MAX_LINE
                yield _line(piece[:MAX_LINE], len(piece), is_cut=is_cut)
        if cut_size or len(rest) > MAX_LINE:
            cut, cut_size, rest = cut or rest[:MAX_LINE], cut_size + len(rest), b""
    if cut_size:
        yield _line(cut, cut_size, is_cut=True)


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield blocks, none of which ends between \\r and \\n, and whether it is the last one."""
    block = stream.read(_BLOCK)
    while block:
        if block.endswith(b"\r"):
            block += stream.read(1)
        following = stream.read(_BLOCK)
        yield block, not following
        block = following


def _line(content: bytes, size: int, *, is_cut: bool) -> Line:
    if is_cut:
        text: str | None = content.decode("utf-8", "replace")
        return Line(_cleaned(text or ""), size, is_cut=bool((text or "").strip("\0\x1a \t")))
    text = _decoded(content)
    return Line(None if text is None else _cleaned(text), size)


def _decoded(content: bytes) -> str | None:
    """Return a line in its encoding; None where no encoding fits, or two within one line."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            if _UTF8_LETTER.search(content):
                return None
    return None


def _cleaned(text: str) -> str:
    text = text.removeprefix("\ufeff")
    body = text.rstrip("\r\n")
    return text if body.isprintable() else text.translate(_TRANSLATED)
