"""Run the cleaning process and read its result."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.limits import MAX_PROCESSES, WALL_SECONDS
from common.files.cleaning.refused import Refused
from common.files.confined import ProcessEnded, ProcessNotStarted, run_confined
from common.files.signatures.found import Signatures
from common.files.signatures.process import signatures_in_process

logger = logging.getLogger(__name__)
_SLOTS: Final = threading.BoundedSemaphore(MAX_PROCESSES)
# One more may wait for its turn. All other threads of the process continue to serve pages.
_PLACES: Final = threading.BoundedSemaphore(MAX_PROCESSES + 1)


@dataclass(frozen=True)
class Cleaned:
    """Measures of the cleaned file; width and height (pixels) for images, pages for PDF only.

    `thumbnail` is for images, the measures of the one beside the cleaned file, if there is one.
    `signatures` are those of a PDF, as it was sent; None for one that is not signed.
    """

    width: int | None
    height: int | None
    pages: int | None
    thumbnail: tuple[int, int] | None
    signatures: Signatures | None = None


def clean_in_process(file_format: str, source: Path, target: Path) -> Cleaned:
    """Clean `source` into `target` in a process of its own; JPEG, PNG, WEBP or PDF.

    The signatures of a PDF are read in a second process, within the same turn, and are never a
    reason to refuse it.

    It gets no secret of the environment, bounded memory, CPU time and file size, and is killed
    after 20 seconds. At most two run at once per process of the portal, and one more waits; further
    callers are refused at once. Raises Refused, "busy" without a turn, "too_heavy" when a limit was
    reached, and OSError for a full disk.
    """
    with cleaning_turn():
        answer = _run(file_format, source, target)
        signatures = _signatures(source) if "pages" in answer else None
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    small = answer.get("thumbnail")
    return Cleaned(
        answer.get("width"),
        answer.get("height"),
        answer.get("pages"),
        (small[0], small[1]) if small else None,
        signatures,
    )


@contextmanager
def cleaning_turn() -> Iterator[None]:
    """Hold one of the turns at reading untrusted files until the `with` ends.

    Raises Refused "busy" at once where one more waits already.
    """
    if not _PLACES.acquire(blocking=False):
        raise Refused("busy")
    try:
        if not _SLOTS.acquire(timeout=WALL_SECONDS):
            raise Refused("busy")
        try:
            yield
        finally:
            _SLOTS.release()
    finally:
        _PLACES.release()


def _signatures(source: Path) -> Signatures | None:
    try:
        return signatures_in_process(source)
    except ProcessNotStarted as error:
        logger.warning("the process that reads signatures did not start (%s)", error)
        raise Refused("busy") from error


def _run(file_format: str, source: Path, target: Path) -> dict[str, Any]:
    try:
        return run_confined(
            "common.files.cleaning", [file_format, str(source), str(target)], seconds=WALL_SECONDS
        )
    except ProcessNotStarted as error:
        logger.warning("the cleaning process did not start (%s)", error)
        return {"refused": "busy", "params": {}}
    except ProcessEnded:
        logger.warning("a %s was too much for the cleaning process", file_format)
        return {"refused": "too_heavy", "params": {}}
