"""CSV files in practice: encodings, delimiters, cells that are formulas. Pure.

Files are read in chunks, so that a register of a whole province needs no more memory than a small
one.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from common.coded_error import CodedError

_CHUNK: Final = 1 << 16
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\x0c"))
_DELIMITERS: Final = ",;"


class NotText(CodedError):
    """The file is not readable text. `code` is spreadsheet, utf16, binary or encoding."""


def neutralise(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def detect_encoding(chunks: Iterable[bytes]) -> str:
    """Return the encoding of a file read in chunks: "utf-8-sig" (with or without BOM) or "cp1252".

    UTF-8 only when every byte fits: the beginning alone would not do for a file whose first
    accented name comes late. Raises NotText.
    """
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    windows: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("cp1252")()
    for position, chunk in enumerate(chunks):
        _refuse_binary(chunk, first=position == 0)
        utf8 = utf8 and _feed(utf8, chunk)
        windows = windows and _feed(windows, chunk)
    if utf8 and _feed(utf8, b"", final=True):
        return "utf-8-sig"
    if windows:
        return "cp1252"
    raise NotText("encoding")


def open_text(path: Path, *, encoding: str = "", offset: int = 0) -> TextIO:
    """Open the file for `csv.reader`, in its own encoding; the caller closes it.

    Without `encoding` (as detected earlier) the file is first read to its end to detect it.
    `offset` is the first byte of the line to begin at. Raises NotText, OSError.
    """
    if not encoding:
        with path.open("rb") as raw:
            encoding = detect_encoding(_chunks(raw.read))
    stream = path.open("rb")
    stream.seek(offset)
    # Only the beginning may have a byte order mark; after it these bytes would be text.
    inner = "utf-8" if offset and encoding == "utf-8-sig" else encoding
    return TextIOWrapper(stream, encoding=inner, newline="")


def sniff_delimiter(header: str) -> str:
    """Return the delimiter of a header line, comma or semicolon; those in quotes do not count."""
    cells = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: cells[mark])


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk


def _refuse_binary(chunk: bytes, *, first: bool) -> None:
    if first and chunk.startswith(_SPREADSHEETS):
        raise NotText("spreadsheet")
    if first and chunk.startswith(_UTF16):
        raise NotText("utf16")
    if len(chunk.translate(None, _CONTROLS)) != len(chunk):
        raise NotText("binary")


def _feed(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return None
    return decoder
