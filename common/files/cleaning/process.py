"""Run the cleaning process and read its result."""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.limits import MAX_PROCESSES, WALL_SECONDS
from common.files.cleaning.refused import Refused

logger = logging.getLogger(__name__)
_ROOT: Final = Path(__file__).resolve().parents[3]
_SLOTS: Final = threading.BoundedSemaphore(MAX_PROCESSES)


@dataclass(frozen=True)
class Cleaned:
    """Measures of the cleaned file; width and height (pixels) for images, pages for PDF only."""

    width: int | None
    height: int | None
    pages: int | None


def clean_in_process(file_format: str, source: Path, target: Path) -> Cleaned:
    """Clean `source` into `target` in a process of its own; JPEG, PNG, WEBP or PDF.

    It gets no secret of the environment, bounded memory, CPU time and file size, and is killed
    after 20 seconds. At most two run at once per process of the portal. Raises Refused, "busy" when
    no slot becomes free, "too_heavy" when a limit was reached, and OSError for a full disk.
    """
    if not _SLOTS.acquire(timeout=WALL_SECONDS):
        raise Refused("busy")
    try:
        answer = _run(file_format, source, target)
    finally:
        _SLOTS.release()
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    return Cleaned(answer.get("width"), answer.get("height"), answer.get("pages"))


def _run(file_format: str, source: Path, target: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-s",
        "-m",
        "common.files.cleaning",
        file_format,
        str(source),
        str(target),
    ]
    try:
        finished = subprocess.run(  # noqa: S603 - own interpreter, module and paths only
            command,
            cwd=_ROOT,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
        answer = json.loads(finished.stdout)
    except OSError as error:
        # No memory or no process available at the moment; the file may be harmless.
        logger.warning("the cleaning process did not start (%s)", type(error).__name__)
        return {"refused": "busy", "params": {}}
    except (subprocess.TimeoutExpired, ValueError):
        # Killed for its CPU time, or crashed in a decoder: either way the file is refused.
        logger.warning("a %s was too much for the cleaning process", file_format)
        return {"refused": "too_heavy", "params": {}}
    return dict(answer)
