"""How much a reader of the file would have to unpack."""

import zlib
from typing import Any, Final

from common.files.cleaning.refused import Refused

_STREAM_LIMIT: Final = 256 * 1024 * 1024
_FILE_LIMIT: Final = 1024 * 1024 * 1024
_PIXEL_LIMIT: Final = 100_000_000
_STEP: Final = 1024 * 1024
_FLATE: Final = frozenset({"/FlateDecode", "/Fl"})
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
        filters = _filters(stream)
        packings = [name for name in filters if name in _PACKING]
        if len(packings) > 1:
            raise Refused("pdf_dense")
        if filters and filters[0] in _FLATE:
            self.total += _unpacked(stream.read_raw_bytes())
            if self.total > _FILE_LIMIT:
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
