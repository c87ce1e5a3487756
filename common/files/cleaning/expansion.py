"""How much a reader of the file would have to unpack."""

import base64
import binascii
import zlib
from itertools import takewhile
from typing import Any, Final

from common.files.cleaning.refused import Refused

_STREAM_LIMIT: Final = 256 * 1024 * 1024
_FILE_LIMIT: Final = 1024 * 1024 * 1024
_PIXEL_LIMIT: Final = 100_000_000
_STEP: Final = 1024 * 1024
_FLATE: Final = frozenset({"/FlateDecode", "/Fl"})
# Encodings of bytes as letters: they make a stream larger, and hide what is packed inside.
_BASE85: Final = frozenset({"/ASCII85Decode", "/A85"})
_HEX: Final = frozenset({"/ASCIIHexDecode", "/AHx"})
# Names a key and changes nothing here: the copy is not encrypted.
_NOTHING: Final = frozenset({"/Crypt"})
_PACKING: Final = _FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}


class Expansion:
    """Counts what the streams of one file unpack to, without storing it.

    A page scanned in colour at 600 dpi is about 100 MB of pixels; bombs are thousands of times
    their size, or packed twice, which no ordinary program does.
    """

    def __init__(self) -> None:
        self.total = 0

    def count(self, stream: Any) -> None:
        """Add a stream; raise Refused "pdf_dense" when it or the sum is above the limits."""
        if _pixels(stream) > _PIXEL_LIMIT:
            raise Refused("pdf_dense")
        filters = [name for name in _filters(stream) if name not in _NOTHING]
        packings = [name for name in filters if name in _PACKING]
        if len(packings) > 1:
            raise Refused("pdf_dense")
        letters = list(takewhile(lambda name: name in _BASE85 | _HEX, filters))
        below = filters[len(letters) :]
        if below and below[0] in _FLATE:
            self.total += _unpacked(_read_letters(stream.read_raw_bytes(), letters))
            if self.total > _FILE_LIMIT:
                raise Refused("pdf_dense")
        elif _FLATE.intersection(below):
            # Packed inside an encoding that is not read here; no ordinary program writes that.
            raise Refused("pdf_dense")


def _pixels(stream: Any) -> int:
    width, height = stream.get("/Width"), stream.get("/Height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0


def _filters(stream: Any) -> list[str]:
    filters = stream.get("/Filter")
    if filters is None:
        return []
    try:
        return [str(name) for name in filters]
    except TypeError:
        return [str(filters)]


def _read_letters(written: bytes, layers: list[str]) -> bytes:
    """Return the bytes encoded in base 85 or hexadecimal; raises Refused for damaged ones."""
    data = written
    for name in layers:
        letters = b"".join(data.split())
        try:
            if name in _BASE85:
                letters = letters.removeprefix(b"<~").split(b"~")[0]
                data = base64.a85decode(letters)
            else:
                letters = letters.split(b">")[0]
                data = binascii.unhexlify(letters + b"0" * (len(letters) % 2))
        except ValueError:
            # A reader may unpack something that is not counted here.
            raise Refused("pdf_dense") from None
    return data


def _unpacked(packed: bytes) -> int:
    """Return the size after unpacking; damage ends the count, as it stops a reader."""
    inflate, size, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not inflate.eof:
            size += len(inflate.decompress(rest, _STEP))
            rest = inflate.unconsumed_tail
            if size > _STREAM_LIMIT:
                raise Refused("pdf_dense")
    except zlib.error:
        pass
    return size
