"""Run the merging process and read its result."""

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from common.files.confined import ProcessEnded, ProcessNotStarted, run_confined
from common.files.merging import RESULT
from common.files.merging.cannot import CannotMerge
from common.files.uploads import disk_full_as_storage_full, scratch_folder

logger = logging.getLogger(__name__)
WALL_SECONDS: Final = 25
WAIT_SECONDS: Final = 10
_SLOTS: Final = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Part:
    """A file to append; the template finds its `title` above each of its pages."""

    title: str
    media_type: str
    open: Callable[[], IO[bytes]]


class MergerBusy(Exception):
    """No PDF can be made at the moment."""


@contextmanager
def merged(template: Path, data: Mapping[str, Any], parts: Sequence[Part]) -> Iterator[IO[bytes]]:
    """Yield the PDF of the filled template followed by the parts, open for reading.

    The open file may be read after the `with` has ended; by then its files have no name any more.
    One is made at a time per process of the portal. Raises MergerBusy, CannotMerge, StorageFull.
    """
    with disk_full_as_storage_full(), scratch_folder() as folder:
        shutil.copyfile(template, folder / "summary.typ")
        listed = [_copy(folder, number, part) for number, part in enumerate(parts, 1)]
        content = json.dumps({**data, "parts": listed})
        (folder / "data.json").write_text(content, encoding="utf-8")
        _run(folder)
        yield (folder / RESULT).open("rb")


def _copy(folder: Path, number: int, part: Part) -> dict[str, Any]:
    file = f"part-{number}"
    with part.open() as stored, (folder / file).open("wb") as out:
        shutil.copyfileobj(stored, out)
    return {"file": file, "title": part.title, "media_type": part.media_type}


def _run(folder: Path) -> None:
    if not _SLOTS.acquire(timeout=WAIT_SECONDS):
        raise MergerBusy
    try:
        answer = run_confined("common.files.merging", [str(folder)], seconds=WALL_SECONDS)
    except ProcessNotStarted as error:
        logger.warning("the merging process did not start (%s)", error)
        raise MergerBusy from error
    except ProcessEnded as error:
        logger.warning("a file was too much for the merging process")
        raise CannotMerge("too_heavy") from error
    finally:
        _SLOTS.release()
    if "cannot" in answer:
        raise CannotMerge(answer["cannot"])
