"""Tables as people send and open them: encodings, separators, and cells that act as formulas. Pure.

Files are read in chunks, so that a register of a whole province needs no more memory than a small
one.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

_CHUNK: Final = 1 << 16
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\x0c"))
_DELIMITERS: Final = ",;"


class NotText(ValueError):
    """The file is no readable table. `code` is spreadsheet, utf16, binary or encoding."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def neutralise(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def detect(data: bytes) -> str:
    """Encoding of a whole file's bytes: "utf-8-sig" or "cp1252"; raises NotText."""
    return detect_encoding([data])


def detect_encoding(chunks: Iterable[bytes]) -> str:
    """Encoding of a file read chunk by chunk: "utf-8-sig" (with or without BOM) or "cp1252".

    UTF-8 wins only when every byte fits; one look at the beginning would misread a file whose
    first accented name comes late. Raises NotText.
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
    """The file opened for `csv.reader`, in its own encoding; the caller closes it.

    Without `encoding` (as an earlier opening found it) the file is read once to its end first.
    `offset` is the first byte of a line to begin at. Raises NotText, OSError.
    """
    if not encoding:
        with path.open("rb") as raw:
            encoding = detect_encoding(_chunks(raw.read))
    stream = path.open("rb")
    stream.seek(offset)
    # Within the file the signature's bytes would be text, so only the beginning may have one.
    inner = "utf-8" if offset and encoding == "utf-8-sig" else encoding
    return TextIOWrapper(stream, encoding=inner, newline="")


def sniff_delimiter(header: str) -> str:
    """The separator of a header line, comma or semicolon; marks within quotes do not count."""
    fields = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: fields[mark])


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
