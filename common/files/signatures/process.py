"""Run the reading process and read its result."""

import logging
import mmap
from pathlib import Path
from typing import Any, Final

from common.files.cleaning.refused import Refused
from common.files.confined import ProcessEnded, run_confined
from common.files.signatures.found import UNREADABLE, Signatures, signatures_from
from common.files.signatures.limits import WALL_SECONDS

logger = logging.getLogger(__name__)
# Every signature names the bytes that it signs, in a place that is never compressed.
_MARK: Final = b"/ByteRange"


def says_it_is_signed(source: Path) -> bool:
    """Tell whether a PDF mentions signed bytes; an unsigned one may do so too."""
    with (
        source.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return content.find(_MARK) >= 0


def signatures_in_process(source: Path) -> Signatures | None:
    """Return the signatures of a PDF, None for one without any; never an error for the file.

    A process of its own reads them, with bounded memory and time; where it fails they are
    UNREADABLE. The caller bounds how many run at once. Raises ProcessNotStarted.
    """
    if not says_it_is_signed(source):
        return None
    answer = _run(source)
    try:
        found = UNREADABLE if answer.get("unreadable") else signatures_from(answer)
    except (ValueError, TypeError, KeyError):
        logger.warning("the process that reads signatures answered nonsense")
        return UNREADABLE
    return found if found.count or found is UNREADABLE else None


def examine_in_process(source: Path) -> Signatures:
    """Return the signatures of a PDF that is only asked about; without any, their count is 0.

    Unlike `signatures_in_process` it says why a file cannot be read. The caller bounds how many run
    at once. Raises Refused "pdf_locked", "pdf_broken" and "too_heavy", ProcessNotStarted.
    """
    try:
        answer = run_confined("common.files.signatures", [str(source)], seconds=WALL_SECONDS)
        if not answer.get("unreadable"):
            return signatures_from(answer)
    except (ProcessEnded, ValueError, TypeError, KeyError) as error:
        logger.warning("a PDF was too much for the process that reads signatures")
        raise Refused("too_heavy") from error
    raise Refused("pdf_locked" if answer.get("locked") is True else "pdf_broken")


def _run(source: Path) -> dict[str, Any]:
    try:
        return run_confined("common.files.signatures", [str(source)], seconds=WALL_SECONDS)
    except ProcessEnded:
        logger.warning("a PDF was too much for the process that reads signatures")
        return {"unreadable": True}
