"""The drawing process: `python -m common.files.rendering PICTURE MEDIA_TYPE SOURCE TARGET NUMBER`.

PICTURE is thumbnail or page, NUMBER the page from 1; the answer is JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.limits import FILE_BYTES, MEMORY_BYTES
from common.files.confined import limit_resources
from common.files.rendering.cannot import CannotRender
from common.files.rendering.pages import page_of_pdf, thumbnail_of_pdf
from common.files.rendering.pictures import thumbnail_of_image

_PDF: Final = "application/pdf"
_CPU_SECONDS: Final = 8


def main(picture: str, media_type: str, source: Path, target: Path, number: int) -> dict[str, Any]:
    """Write the picture to `target`; return its measures, or why there is none."""
    try:
        if media_type != _PDF:
            width, height = thumbnail_of_image(source, target)
            pages = 1
        elif picture == "page":
            width, height, pages = page_of_pdf(source, target, number)
        else:
            width, height, pages = thumbnail_of_pdf(source, target)
    except CannotRender as error:
        return {"cannot": error.code}
    except (MemoryError, RecursionError):
        return {"cannot": "too_heavy"}
    return {"width": width, "height": height, "pages": pages}


if __name__ == "__main__":
    limit_resources(memory_bytes=MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, file_bytes=FILE_BYTES)
    kind, media, origin, destination, page = sys.argv[1:]
    answer = main(kind, media, Path(origin), Path(destination), int(page))
    sys.stdout.write(json.dumps(answer))
