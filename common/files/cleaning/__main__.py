"""The cleaning process: `python -m common.files.cleaning FORMAT SOURCE TARGET` answers in JSON."""

import errno
import json
import sys
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.images import clean_image
from common.files.cleaning.limits import CPU_SECONDS, FILE_BYTES, MEMORY_BYTES
from common.files.cleaning.pdfs import clean_pdf
from common.files.cleaning.refused import Refused
from common.files.confined import limit_resources
from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import thumbnail_path
from common.files.rendering.pictures import thumbnail_of_image

_PDF: Final = "PDF"


def main(file_format: str, source: Path, target: Path) -> dict[str, Any]:
    """Clean the file; return its measures, a refusal, or an error number of the system."""
    try:
        if file_format == _PDF:
            return {"pages": clean_pdf(source, target)}
        width, height = clean_image(source, target, image_format=file_format)
        return {"width": width, "height": height, "thumbnail": _thumbnail(target)}
    except Refused as refusal:
        return {"refused": refusal.code, "params": dict(refusal.params)}
    except (MemoryError, RecursionError):
        return {"refused": "too_heavy", "params": {}}
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"refused": "too_heavy", "params": {}}
        return {"errno": error.errno or errno.EIO}


def _thumbnail(target: Path) -> tuple[int, int] | None:
    """Write the small picture beside the clean image; an image without it is accepted too."""
    try:
        return thumbnail_of_image(target, thumbnail_path(target))
    except (CannotRender, MemoryError):
        return None


if __name__ == "__main__":
    limit_resources(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, file_bytes=FILE_BYTES)
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
