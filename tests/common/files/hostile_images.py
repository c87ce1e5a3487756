"""Pictures with false headers, bombs, animations, or other content attached."""

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

MARK = b"JAHAT"
Entry = tuple[str, Callable[[], bytes], str]


def _photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, data: bytes, *extra: bytes, depth: int = 1) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    packed = _chunk(b"IHDR", header) + b"".join(extra) + _chunk(b"IDAT", data)
    return b"\x89PNG\r\n\x1a\n" + packed + _chunk(b"IEND", b"")


def _zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _step in range(size // 1024 // 1024))
    return packed + packer.flush()


def _bomb_png(side: int) -> bytes:
    """Return a PNG that really has every pixel, compressed to almost nothing."""
    return _png(side, side, _zeros(side // 8 * side))


def _false_header_jpeg() -> bytes:
    whole = bytearray(_photo())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(whole)


def _false_header_webp() -> bytes:
    canvas = struct.pack("<I", 16382)[:3] * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00" * 4 + canvas + _photo("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _animated(kind: str, frames: int) -> bytes:
    out = BytesIO()
    pictures = [Image.new("RGB", (64, 64), (n % 256, n // 256, 9)) for n in range(frames)]
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=10)
    return out.getvalue()


def _texts(kind: bytes, size: int) -> bytes:
    packed = _chunk(kind, b"a\0\0" + _zeros(size))
    return _png(8, 8, zlib.compress(bytes(16)), packed)


def progressive_jpeg(scans: int) -> bytes:
    """Return one small picture with many scans, each of which costs a pass over all of it."""
    whole = _photo("JPEG", (1200, 1200), progressive=True)
    start = whole.rindex(b"\xff\xda")
    scan, end = whole[start:-2], whole[-2:]
    return whole[:start] + scan * scans + end


def _comment() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", f"<script>{MARK.decode()}</script>")
    return _photo("PNG", pnginfo=notes)


def _location() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = MARK.decode()
    exif.get_ifd(0x8825)[1] = "S"
    return _photo(exif=exif)


def attacks() -> dict[str, Entry]:
    """Return file name, maker and expected outcome by name of the attack."""
    return {
        "jpg-php": ("a.jpg", lambda: _photo() + b"<?php /*" + MARK + b"*/ ?>", "taken"),
        "jpg-php-comment": ("a.jpg", lambda: _photo(comment=b"<?php " + MARK), "taken"),
        "jpg-zip": ("a.jpg", lambda: _photo() + b"PK\x03\x04" + MARK, "taken"),
        "jpg-profile": ("a.jpg", lambda: _photo(icc_profile=MARK * 99), "taken"),
        "jpg-location": ("a.jpg", _location, "taken"),
        "png-html": ("a.png", _comment, "taken"),
        "png-exe": ("a.png", lambda: _photo("PNG") + b"MZ" + MARK, "taken"),
        "webp-xmp": ("a.webp", lambda: _photo("WEBP", xmp=b"<x>" + MARK + b"</x>"), "taken"),
        "apng-300-frames": ("a.png", partial(_animated, "PNG", 300), "taken"),
        "webp-300-frames": ("a.webp", partial(_animated, "WEBP", 300), "taken"),
        "jpg-300-scans": ("a.jpg", partial(progressive_jpeg, 300), "taken"),
        "png-bomb": ("a.png", partial(_bomb_png, 20_000), "image_dimensions"),
        "png-header-lies": ("a.png", partial(_png, 60_000, 60_000, b""), "image_dimensions"),
        "png-side-max": ("a.png", partial(_png, 2**31 - 1, 1, b""), "image_dimensions"),
        "png-empty": ("a.png", partial(_png, 0, 0, b""), "image_broken"),
        "png-no-pixels": ("a.png", partial(_png, 6000, 6000, b""), "image_broken"),
        "png-pixels-missing": (
            "a.png",
            partial(_png, 6000, 6000, zlib.compress(b"")),
            "image_broken",
        ),
        "png-text-bomb": ("a.png", partial(_texts, b"zTXt", 200 * 1024**2), "taken"),
        "png-profile-bomb": ("a.png", partial(_texts, b"iCCP", 200 * 1024**2), "taken"),
        "jpg-header-lies": ("a.jpg", _false_header_jpeg, "image_dimensions"),
        "webp-header-lies": ("a.webp", _false_header_webp, "image_dimensions"),
        "jpg-cut": ("a.jpg", lambda: _photo()[:-40], "image_broken"),
        "jpg-head-only": ("a.jpg", lambda: b"\xff\xd8\xff\xe0", "image_broken"),
        "png-head-only": ("a.png", lambda: b"\x89PNG\r\n\x1a\n", "image_broken"),
        "webp-head-only": ("a.webp", lambda: b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image_broken"),
        "jpg-of-noise": ("a.jpg", lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40, "image_broken"),
    }
