"""Pages of a cleaned PDF as pictures; pdfium draws them, without scripts or forms."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from common.files.rendering.cannot import CannotRender
from common.files.rendering.pictures import write_thumbnail

# A4 at about 150 dots per inch; a long till receipt is drawn smaller, a drawing on A0 too.
PAGE_WIDTH: Final = 1240
PAGE_HEIGHT: Final = 2480
_THUMBNAIL_WIDTH: Final = 480
_THUMBNAIL_HEIGHT: Final = 640
_QUALITY: Final = 80


def thumbnail_of_pdf(source: Path, target: Path) -> tuple[int, int, int]:
    """Write the thumbnail of the first page; return its width, its height and the pages there are.

    Raises CannotRender.
    """
    # Drawn at twice the size, because scaling down keeps thin letters readable.
    with _drawn(source, 1, _THUMBNAIL_WIDTH, _THUMBNAIL_HEIGHT) as (picture, pages):
        width, height = write_thumbnail(picture, target)
        return width, height, pages


def page_of_pdf(source: Path, target: Path, number: int) -> tuple[int, int, int]:
    """Write page `number` (from 1) as WebP to read it; return width, height and number of pages.

    Raises CannotRender, "no_page" past the last page.
    """
    with _drawn(source, number, PAGE_WIDTH, PAGE_HEIGHT) as (picture, pages):
        picture.save(target, "WEBP", quality=_QUALITY, method=2)
        return picture.width, picture.height, pages


@contextmanager
def _drawn(source: Path, number: int, width: int, height: int) -> Iterator[tuple[Image.Image, int]]:
    """Yield the page in at most these pixels, and how many pages the file has."""
    try:
        with closing(pypdfium2.PdfDocument(source)) as pdf:
            pages = len(pdf)
            if not 1 <= number <= pages:
                raise CannotRender("no_page")
            page = pdf[number - 1]
            page_width, page_height = page.get_size()
            scale = min(width / max(page_width, 1), height / max(page_height, 1))
            yield page.render(scale=scale, may_draw_forms=False).to_pil(), pages
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise CannotRender("broken") from error
