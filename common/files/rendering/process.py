"""Run the drawing process and read its result."""

import logging
import threading
from pathlib import Path
from typing import Any, Final, Literal

from common.files.confined import ProcessEnded, ProcessNotStarted, run_confined
from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import Picture

logger = logging.getLogger(__name__)
WALL_SECONDS: Final = 12
# A page of missing thumbnails asks for many at once; the others wait for their turn.
WAIT_SECONDS: Final = 5
MAX_PROCESSES: Final = 2
_SLOTS: Final = threading.BoundedSemaphore(MAX_PROCESSES)


class RendererBusy(Exception):
    """No picture can be made at the moment."""


def draw(
    picture: Literal["thumbnail", "page"],
    media_type: str,
    source: Path,
    target: Path,
    *,
    number: int = 1,
) -> Picture:
    """Make a picture of the clean file at `source`, through the file `target`.

    `number` is the page of a PDF, from 1. At most two are drawn at once per process of the portal.
    Raises CannotRender, RendererBusy, OSError for a full disk.
    """
    if not _SLOTS.acquire(timeout=WAIT_SECONDS):
        raise RendererBusy
    try:
        answer = _run(picture, media_type, source, target, number)
    finally:
        _SLOTS.release()
    if "cannot" in answer:
        raise CannotRender(answer["cannot"])
    return Picture(target.read_bytes(), answer["width"], answer["height"], answer["pages"])


def _run(picture: str, media_type: str, source: Path, target: Path, number: int) -> dict[str, Any]:
    arguments = [picture, media_type, str(source), str(target), str(number)]
    try:
        return run_confined("common.files.rendering", arguments, seconds=WALL_SECONDS)
    except ProcessNotStarted as error:
        logger.warning("the drawing process did not start (%s)", error)
        raise RendererBusy from error
    except ProcessEnded:
        logger.warning("a %s was too much for the drawing process", media_type)
        return {"cannot": "too_heavy"}
