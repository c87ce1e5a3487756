"""Small pictures for lists, of images and of drawn pages. Pure but for the file written."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import THUMBNAIL_BYTES, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH

_QUALITIES: Final = (75, 60, 40, 20, 5)
_PAPER: Final = "white"
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
    Image.DecompressionBombError,
)


def thumbnail_of_image(source: Path, target: Path) -> tuple[int, int]:
    """Write the thumbnail of a stored image; return its width and height in pixels.

    Raises CannotRender "broken".
    """
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft(None, (THUMBNAIL_WIDTH * 2, THUMBNAIL_HEIGHT * 2))
            opened.load()
            return write_thumbnail(opened, target)
    except _BROKEN as error:
        raise CannotRender("broken") from error


def write_thumbnail(picture: Image.Image, target: Path) -> tuple[int, int]:
    """Write the picture as WebP of at most 240 × 320 pixels and 12 KB; return its measures.

    What is transparent becomes white, as on paper. Raises CannotRender "too_dense".
    """
    small = on_paper(picture)
    small.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        out = BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= THUMBNAIL_BYTES:
            target.write_bytes(out.getvalue())
            return small.width, small.height
    raise CannotRender("too_dense")


def on_paper(picture: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB, on white where it was transparent."""
    if not picture.has_transparency_data:
        return picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, _PAPER)
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
