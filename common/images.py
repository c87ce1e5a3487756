"""Photos and scans made harmless: decoded, turned upright, shrunk and written anew.

What is written holds pixels only: no place, camera, comment, colour profile, second frame, nor
anything that was appended to the file.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from common.errors import InvalidInput

MAX_SIDE: Final = 2400
# A JPEG is decoded at a fraction of its size, the others in full: four bytes per pixel of memory.
MAX_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
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


@dataclass(frozen=True)
class CleanImage:
    """The new file; width and height in pixels as it is shown."""

    content: bytes
    width: int
    height: int


def clean_image(data: bytes, *, image_format: str) -> CleanImage:
    """The image written anew in its own format (JPEG, PNG or WEBP), at most 2400 pixels a side.

    The size in its header is checked before a pixel is decoded. Raises InvalidInput
    "image_dimensions" or "image_broken".
    """
    try:
        with Image.open(BytesIO(data), formats=[image_format]) as source:
            _refuse_huge(source, image_format)
            if image_format == "JPEG":
                source.draft(None, (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(source)
            # Colours first: a palette cannot be shrunk smoothly.
            plain = _plain(upright, image_format)
            plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    except _BOMB:
        raise _too_many_pixels(image_format) from None
    except _BROKEN as error:
        raise InvalidInput(
            "image_broken",
            _("Foto tidak dapat dibaca, mungkin rusak. Ambil foto baru atau pindai ulang."),
            field="file",
        ) from error
    # Pillow writes a comment or colour profile it finds here back into the new file.
    plain.info = {}
    return CleanImage(_written(plain, image_format), plain.width, plain.height)


def _refuse_huge(source: Image.Image, image_format: str) -> None:
    if source.width * source.height > MAX_PIXELS[image_format]:
        raise _too_many_pixels(image_format)


def _too_many_pixels(image_format: str) -> InvalidInput:
    return InvalidInput(
        "image_dimensions",
        _(
            "Ukuran gambar melebihi %(limit)s megapiksel. "
            "Kecilkan gambar atau foto dengan resolusi lebih rendah."
        ),
        field="file",
        params={"limit": MAX_PIXELS[image_format] // 1_000_000},
    )


def _plain(image: Image.Image, image_format: str) -> Image.Image:
    if image.mode.startswith("I;16"):
        # Pillow would cut sixteen bits of grey at 255 and leave a white page.
        return image.convert("I").point(lambda grey: grey / 256).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image_format != "JPEG" and image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _written(image: Image.Image, image_format: str) -> bytes:
    out = BytesIO()
    if image_format == "PNG":
        image.save(out, "PNG", optimize=False)
    elif image_format == "WEBP":
        image.save(out, "WEBP", quality=_QUALITY)
    else:
        image.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
