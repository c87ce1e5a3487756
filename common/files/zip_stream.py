"""A ZIP archive made while it is sent: one chunk of one file is in memory at a time."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

_CHUNK: Final = 64 * 1024
# Owner only, once it is unpacked.
_MODE: Final = 0o600 << 16
# The first year that the format can represent.
_FIRST_YEAR: Final = 1980


@dataclass(frozen=True)
class Entry:
    """One file of the archive; `open` is called when its turn comes and may raise `Skipped`."""

    name: str
    changed_at: datetime
    open: Callable[[], IO[bytes]]


class Skipped(Exception):
    """This file cannot be opened; the archive continues without it."""


def zip_chunks(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the archive, files uncompressed: photos and PDFs are compressed already.

    `entries` may be a generator that checks what happened to earlier ones.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            try:
                source = entry.open()
            except Skipped:
                continue
            with source, archive.open(_info(entry), "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    yield outlet.take()
            yield outlet.take()
    yield outlet.take()


def _info(entry: Entry) -> zipfile.ZipInfo:
    at = entry.changed_at
    info = zipfile.ZipInfo(
        entry.name, (max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)
    )
    info.external_attr = _MODE
    return info


class _Outlet(io.RawIOBase):
    """Takes what the archive writes, and passes it on."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        content = b"".join(self._parts)
        self._parts.clear()
        return content
