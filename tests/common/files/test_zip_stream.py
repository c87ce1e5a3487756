import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO

from common.files.zip_stream import Entry, Skipped, zip_chunks

AT = datetime(2026, 11, 27, 14, 5, 8, tzinfo=UTC)


def entry(name: str, content: bytes) -> Entry:
    return Entry(name, AT, lambda: io.BytesIO(content))


def opened(chunks: Iterator[bytes]) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(chunks)))
    assert archive.testzip() is None
    return archive


def test_the_archive_holds_every_file_as_it_is() -> None:
    files = {"01 KTP.jpg": b"x" * 200_000, "02 Surat kuasa — żółć.pdf": b"", "03.txt": b"halo"}
    archive = opened(zip_chunks([entry(name, content) for name, content in files.items()]))
    assert {name: archive.read(name) for name in archive.namelist()} == files
    info = archive.getinfo("01 KTP.jpg")
    assert (info.date_time, info.external_attr >> 16) == ((2026, 11, 27, 14, 5, 8), 0o600)


def test_a_file_that_cannot_be_opened_is_skipped_and_later_entries_know_it() -> None:
    seen: list[str] = []

    def missing() -> IO[bytes]:
        seen.append("missing")
        raise Skipped

    def entries() -> Iterator[Entry]:
        yield Entry("a", AT, missing)
        yield entry("b", b"b")
        yield entry("list", ",".join(seen).encode())

    archive = opened(zip_chunks(entries()))
    assert (archive.namelist(), archive.read("list")) == (["b", "list"], b"missing")


def test_little_is_in_memory_at_a_time() -> None:
    class Endless(io.RawIOBase):
        left = 64 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    endless = Endless()
    sizes = [
        len(chunk)
        for chunk in zip_chunks([Entry("a", AT, lambda: endless)])  # type: ignore[arg-type, return-value]
    ]
    assert (sum(sizes) > 64 * 1024 * 1024, max(sizes) < 128 * 1024) == (True, True)


def test_an_archive_without_files_can_be_opened() -> None:
    assert opened(zip_chunks([])).namelist() == []
