"""The merging process: `python -m common.files.merging FOLDER` answers in JSON."""

import json
import sys
from pathlib import Path
from typing import Any, Final

from common.files.confined import limit_resources
from common.files.merging.cannot import CannotMerge
from common.files.merging.merge import merge

_MEMORY_BYTES: Final = 1536 * 1024 * 1024
_CPU_SECONDS: Final = 20
_FILE_BYTES: Final = 96 * 1024 * 1024


def main(folder: Path) -> dict[str, Any]:
    """Merge the files in the folder; return the number of pages, or why it is not possible."""
    try:
        return {"pages": merge(folder)}
    except CannotMerge as error:
        return {"cannot": error.code}
    except (MemoryError, RecursionError):
        return {"cannot": "too_heavy"}


if __name__ == "__main__":
    limit_resources(memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, file_bytes=_FILE_BYTES)
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
