"""Files for workers: private on the disk, bounded, and deleted with the files beside them."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.dates import clock
from common.errors import InvalidInput, TooLarge
from common.files.private_files import PrivateFiles

FILES = PrivateFiles("uji", beside=(".hasil", ".hasil.part"))


def test_a_file_is_private_and_goes_with_what_lies_beside_it() -> None:
    stored = FILES.store([b"satu", b"dua"], suffix=".csv", most=7)
    other = FILES.store([b"lain"], suffix=".csv", most=7)
    assert (stored.path.read_bytes(), stored.size) == (b"satudua", 7)
    assert stored.path.stat().st_mode & 0o777 == 0o600
    assert FILES.folder().stat().st_mode & 0o777 == 0o700
    FILES.path(stored.name, ".hasil").write_text("x")
    FILES.delete(stored.name)
    FILES.delete("")
    assert [*FILES.folder().iterdir()] == [other.path]


def _full() -> Iterator[bytes]:
    yield b"x"
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("chunks", "error"), [([b"x" * 8], TooLarge), (_full(), InvalidInput)])
def test_a_refused_file_leaves_nothing(chunks: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        FILES.store(chunks, suffix="", most=7)
    assert [*FILES.folder().iterdir()] == []


def test_old_files_that_nobody_knows_are_deleted() -> None:
    known = FILES.store([b"x"], suffix=".csv", most=7)
    paths: list[Path] = [known.path, FILES.path(known.name, ".hasil.part"), FILES.path("yatim")]
    for path in paths:
        path.write_text("x")
        os.utime(path, times=(0, 0))
    FILES.path("baru").write_text("x")
    os.utime(FILES.path("baru"), times=(0, clock.now().timestamp()))
    assert FILES.delete_orphans([known.name]) == 1
    assert {*FILES.folder().iterdir()} == {*paths[:2], FILES.path("baru")}
