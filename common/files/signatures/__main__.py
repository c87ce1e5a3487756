"""The reading process: `python -m common.files.signatures SOURCE` answers in JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from common.files.cleaning.limits import MEMORY_BYTES
from common.files.confined import limit_resources
from common.files.signatures.limits import CPU_SECONDS
from common.files.signatures.reading import Locked, read_signatures


def main(source: Path) -> dict[str, Any]:
    """Return the signatures of the file, or that they cannot be read, and whether it is locked."""
    try:
        found = read_signatures(source)
    except Locked:
        return {"unreadable": True, "locked": True}
    except Exception:  # noqa: BLE001 - whatever a hostile file does to the library
        return {"unreadable": True}
    return {"count": found.count, "signatures": [each.as_json() for each in found.read]}


if __name__ == "__main__":
    # It writes no file; the library's warnings are discarded.
    limit_resources(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, file_bytes=0)
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
