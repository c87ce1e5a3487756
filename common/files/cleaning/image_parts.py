"""What the pixels of a picture need of its file, and the orientation; all else is left out. Pure.

Texts, colour profiles and previews are thrown away with the decoded picture anyway, so a fault in
them must not refuse it. What is cut off or unreadable here stays as it is: the decoder judges it.
"""

import zlib
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# PNG, third edition, 11.2 and 11.3.1; eXIf holds the orientation.
_PNG_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf"})
_PNG_FRAME: Final = 12
_JPEG: Final = b"\xff\xd8"
_SCAN: Final = 0xDA
_END: Final = 0xD9
# Markers without a length: RST0 to RST7, SOI, TEM.
_BARE: Final = frozenset({*range(0xD0, 0xD9), 0x01})
_APPS: Final = range(0xE0, 0xF0)
_COMMENT: Final = 0xFE
_EXIF: Final = b"\xff\xe1", b"Exif\0"
_ADOBE: Final = b"\xff\xee", b"Adobe"
_ADOBE_SIZE: Final = 16
_WEBP_HEAD: Final = 12
_WEBP_CHUNKS: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"EXIF"})
# Flags of VP8X: transparency, animation, Exif.
_WEBP_KEPT: Final = 0x10 | 0x02
_WEBP_EXIF: Final = 0x08


def png_for_pixels(content: bytes) -> bytes:
    """Return a PNG without the chunks that its pixels do not need, up to its end."""
    if not content.startswith(_PNG):
        return content
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        whole = content[at : at + _PNG_FRAME + size]
        if kind == b"eXIf":
            # Its checksum is no reason to refuse either.
            whole = whole[: 8 + size] + zlib.crc32(whole[4 : 8 + size]).to_bytes(4, "big")
        if kind in _PNG_CHUNKS:
            kept.append(whole)
        if kind == b"IEND":
            break
        at += _PNG_FRAME + size
    return b"".join(kept)


def jpeg_for_pixels(content: bytes) -> bytes:
    """Return a JPEG without the comments and application segments before its first scan.

    Exif stays for the orientation, and the segment by which Adobe tells the colours, if whole.
    """
    if not content.startswith(_JPEG):
        return content
    kept, at = [_JPEG], len(_JPEG)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        size = 0 if marker in _BARE else int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in (_SCAN, _END) or (marker not in _BARE and size < 2):
            break
        segment = content[at : at + 2 + size]
        if (marker not in _APPS and marker != _COMMENT) or _is_needed(segment):
            kept.append(segment)
        at += len(segment)
    return b"".join(kept) + content[at:]


def webp_for_pixels(content: bytes) -> bytes:
    """Return a WebP without profile and descriptions, nor an Exif that is cut off."""
    if not content.startswith(b"RIFF") or content[8:_WEBP_HEAD] != b"WEBP":
        return content
    kept: dict[int, tuple[bytes, bytes]] = {}
    at = _WEBP_HEAD
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        data = content[at + 8 : at + 8 + size]
        if kind in _WEBP_CHUNKS and (kind != b"EXIF" or len(data) == size):
            kept[at] = kind, content[at + 4 : at + 8] + data + bytes(len(data) % 2)
        at += 8 + size + size % 2
    has_exif = any(kind == b"EXIF" for kind, _rest in kept.values())
    body = b"WEBP"
    for kind, rest in kept.values():
        flags = rest[4] & _WEBP_KEPT | _WEBP_EXIF * has_exif if kind == b"VP8X" and rest[4:] else -1
        body += kind + (rest if flags < 0 else rest[:4] + bytes([flags]) + rest[5:])
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _is_needed(segment: bytes) -> bool:
    head, name = segment[:2], segment[4:]
    return (head == _EXIF[0] and name.startswith(_EXIF[1])) or (
        head == _ADOBE[0] and name.startswith(_ADOBE[1]) and len(segment) >= _ADOBE_SIZE
    )
