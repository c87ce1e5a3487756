"""Sanitising of photos and scans: decoded, rotated upright, scaled down and re-encoded.

The result holds pixels only: no location, camera, comment, colour profile, second frame, nor
anything that was appended to the file.
"""

import struct
import zlib
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from common.files.cleaning.refused import Refused

MAX_SIDE: Final = 2400
# A JPEG is decoded at a fraction of its size, the others in full: four bytes per pixel of memory.
MAX_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 40_000_000, "WEBP": 24_000_000}
_QUALITY: Final = 85
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
    """Re-encode the image in its own format (JPEG, PNG or WEBP), at most 2400 pixels a side.

    Returns width and height in pixels as displayed. The size in its header is checked before a
    pixel is decoded. Raises Refused "image_dimensions" or "image_broken", OSError for a full disk.
    """
    try:
        with Image.open(source, formats=[image_format]) as opened:
            _refuse_huge(opened, image_format)
            if image_format == "JPEG":
                opened.draft(None, (MAX_SIDE, MAX_SIDE))
            ImageOps.exif_transpose(opened, in_place=True)
            # Convert the colours first: a palette image cannot be scaled smoothly.
            pixels = _convert(opened, image_format)
            pixels.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    except _BOMB:
        raise _too_many_pixels(image_format) from None
    except _BROKEN as error:
        raise Refused("image_broken") from error
    # Pillow would copy a comment or colour profile from here into the new file.
    pixels.info = {}
    _write(pixels, target, image_format)
    return pixels.width, pixels.height


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


def _write(image: Image.Image, target: Path, image_format: str) -> None:
    with target.open("wb") as out:
        if image_format == "PNG":
            image.save(out, "PNG", optimize=False)
        elif image_format == "WEBP":
            image.save(out, "WEBP", quality=_QUALITY)
        else:
            image.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
