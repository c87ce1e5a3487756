"""The cleaning process: `python -m common.files.cleaning FORMAT SOURCE TARGET` answers in JSON."""

import errno
import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.images import clean_image
from common.files.cleaning.limits import CPU_SECONDS, FILE_BYTES, MEMORY_BYTES
from common.files.cleaning.pdfs import clean_pdf
from common.files.cleaning.refused import Refused

_PDF: Final = "PDF"


def main(file_format: str, source: Path, target: Path) -> dict[str, Any]:
    """Clean the file; return its measures, a refusal, or an error number of the system."""
    try:
        if file_format == _PDF:
            return {"pages": clean_pdf(source, target)}
        width, height = clean_image(source, target, image_format=file_format)
    except Refused as refusal:
        return {"refused": refusal.code, "params": dict(refusal.params)}
    except (MemoryError, RecursionError):
        return {"refused": "too_heavy", "params": {}}
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"refused": "too_heavy", "params": {}}
        return {"errno": error.errno or errno.EIO}
    return {"width": width, "height": height}


def _limit_resources() -> None:
    """Limit this process, so that a hostile file cannot exhaust the portal's memory or CPU."""
    for resource_id, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(resource_id, (limit, limit))


if __name__ == "__main__":
    _limit_resources()
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
