"""The size of a picture of a file; imports nothing that decodes one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

THUMBNAIL_WIDTH: Final = 240
THUMBNAIL_HEIGHT: Final = 320
THUMBNAIL_BYTES: Final = 12 * 1024


@dataclass(frozen=True)
class Picture:
    """A WebP picture in pixels; `pages` is how many pages its file has, 1 for an image."""

    content: bytes
    width: int
    height: int
    pages: int


def thumbnail_path(target: Path) -> Path:
    """Return where the thumbnail of the clean file `target` is written."""
    return target.with_name(f"{target.name}.thumbnail")
