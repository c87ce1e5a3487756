"""Sanitising of photos and scans: decoded, rotated upright, scaled down and re-encoded.

The result holds pixels only: no location, camera, comment, colour profile, second frame, nor
anything that was appended to the file.
"""

import io
import math
import struct
import zlib
from pathlib import Path
from typing import IO, Any, Final

from PIL import Image

from common.files.cleaning.image_parts import jpeg_for_pixels, png_for_pixels, webp_for_pixels
from common.files.cleaning.refused import Refused

# By area, never by side: a screenshot of a long page keeps its text legible.
MAX_AREA: Final = 4_500_000
# A JPEG may be decoded at half its size or less, down to this share of MAX_AREA: no pixel is then
# decoded needlessly, and nothing has to be scaled.
_ENOUGH: Final = 0.6
# A JPEG is decoded at a fraction of its size, the others in full: four bytes per pixel of memory.
MAX_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 40_000_000, "WEBP": 24_000_000}
# WebP's own limit for a side.
_LONGEST: Final = {"JPEG": 65_535, "PNG": 65_535, "WEBP": 16_383}
# The first whose file is no larger than what was sent is used.
_QUALITIES: Final = (85, 75, 60)
_ORIENTATION: Final = 0x0112
# The operation that turns a picture of each orientation upright (TIFF 6.0, tag 274).
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_END_OF_IMAGE: Final = b"\xff\xd9"
_NOISE: Final = b"\xaa" * 4096
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
_BOMB: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def clean_image(source: Path, target: Path, *, image_format: str) -> tuple[int, int]:
    """Re-encode the image in its own format (JPEG, PNG or WEBP), at most 4.5 million pixels.

    Returns width and height in pixels as displayed. The size in its header is checked before a
    pixel is decoded. A JPEG that lacks only its last marker is accepted, as by every viewer, and
    metadata, which are thrown away, refuse no picture. Raises Refused "image_dimensions" or
    "image_broken", OSError for a full disk.
    """
    try:
        pixels = _pixels(source, image_format)
    except _BOMB:
        raise _too_many_pixels(image_format) from None
    except _BROKEN as error:
        raise Refused("image_broken") from error
    # Pillow would copy a comment or colour profile from here into the new file.
    pixels.info = {}
    _write(pixels, target, image_format, at_most=source.stat().st_size)
    return pixels.width, pixels.height


def _pixels(source: Path, image_format: str) -> Image.Image:
    try:
        # As a whole first: older programs write the orientation of a PNG into a text.
        return _decoded(source, image_format)
    except _BROKEN:
        if image_format == "JPEG":
            return _decoded_without_its_end(jpeg_for_pixels(source.read_bytes()))
        for_pixels = png_for_pixels if image_format == "PNG" else webp_for_pixels
        return _decoded(io.BytesIO(for_pixels(source.read_bytes())), image_format)


def _decoded(source: Path | IO[bytes], image_format: str) -> Image.Image:
    """Return the pixels upright, in the colours of the result, scaled down."""
    with Image.open(source, formats=[image_format]) as opened:
        _refuse_huge(opened, image_format)
        if image_format == "JPEG":
            share = math.sqrt(_ENOUGH * MAX_AREA / (opened.width * opened.height))
            opened.draft(None, (int(opened.width * share), int(opened.height * share)))
        turn = _UPRIGHT.get(_orientation(opened))
        # Convert the colours first: a palette image cannot be scaled smoothly.
        pixels = _convert(opened, image_format)
    share = min(
        1.0,
        math.sqrt(MAX_AREA / (pixels.width * pixels.height)),
        _LONGEST[image_format] / max(pixels.size),
    )
    if share < 1.0:
        size = (max(1, int(pixels.width * share)), max(1, int(pixels.height * share)))
        pixels = pixels.resize(size, Image.Resampling.HAMMING)
    return pixels if turn is None else pixels.transpose(turn)


def _orientation(image: Image.Image) -> Any:
    """Return the orientation from the metadata; broken metadata must not refuse a photo."""
    try:
        return image.getexif().get(_ORIENTATION)
    except _BROKEN:
        return None


def _decoded_without_its_end(sent: bytes) -> Image.Image:
    """Decode a JPEG that may lack its end marker, or half of it; OSError if pixels lack too.

    With all pixels there, it makes no difference what is between them and the marker.
    """
    sent = sent.rstrip(_END_OF_IMAGE[:1])
    whole = _decoded(io.BytesIO(sent + _END_OF_IMAGE), "JPEG")
    other = _decoded(io.BytesIO(sent + _NOISE + _END_OF_IMAGE), "JPEG")
    if whole.tobytes() != other.tobytes():
        raise OSError("the picture is cut off")
    return whole


def _refuse_huge(source: Image.Image, image_format: str) -> None:
    if source.width * source.height > MAX_PIXELS[image_format]:
        raise _too_many_pixels(image_format)


def _too_many_pixels(image_format: str) -> Refused:
    return Refused("image_dimensions", limit=MAX_PIXELS[image_format] // 1_000_000)


def _convert(image: Image.Image, image_format: str) -> Image.Image:
    if image.mode.startswith("I;16"):
        # Pillow would clip sixteen bits of grey at 255 and leave a white page.
        return image.convert("I").point(lambda grey: grey / 256).convert("L")
    if image.mode in ("1", "L"):
        mode = "L"
    else:
        mode = "RGBA" if image_format != "JPEG" and image.has_transparency_data else "RGB"
    if image.mode != mode:
        return image.convert(mode)
    image.load()
    return image


def _write(image: Image.Image, target: Path, image_format: str, *, at_most: int) -> None:
    """Write the picture; with less quality where it would be larger than what was sent."""
    if image_format == "PNG":
        _save(image, target, "PNG", optimize=False)
        if target.stat().st_size > at_most:
            _save(image, target, "PNG", optimize=True)
        return
    for quality in _QUALITIES:
        _save(image, target, image_format, quality=quality)
        if target.stat().st_size <= at_most:
            break


def _save(image: Image.Image, target: Path, image_format: str, **options: Any) -> None:
    with target.open("wb") as out:
        image.save(out, image_format, **options)
