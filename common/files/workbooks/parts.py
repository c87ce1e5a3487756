"""The parts of an XLSX archive: found in any spelling of their paths, unpacked within a limit."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from xml.parsers import expat

from common.coded_error import CodedError

_CHUNK: Final = 1 << 16
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
# Some programs write control characters that XML forbids, which would make a register unreadable.
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r"))
_FORBIDDEN_REFERENCE: Final = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE
)
_LONGEST_REFERENCE: Final = 16
_ENCRYPTED: Final = 0x1

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class BrokenWorkbook(CodedError):
    """The archive is not a workbook: `code` is broken, locked or too_large (unpacked)."""


class Parts:
    """The files in an archive; all that is read of them together is at most `budget` bytes."""

    def __init__(self, path: Path, budget: int) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenWorkbook("broken") from error
        self._left = budget
        # Some programs write backslashes, or capitals other than those of the relations.
        self._names = {
            name.replace("\\", "/").lstrip("/").casefold(): name for name in self._zip.namelist()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    def find(self, name: str) -> str:
        """Return the name of a part as the archive has it; '' without one."""
        return self._names.get(name.replace("\\", "/").lstrip("/").casefold(), "")

    def ending_in(self, end: str) -> list[str]:
        """Return the parts whose name ends in `end`, in order of their names."""
        return [name for key, name in sorted(self._names.items()) if key.endswith(end)]

    def parse(self, name: str, start: Start, end: End, text: End | None = None) -> Iterator[None]:
        """Parse a part of XML, pausing after each chunk; names come without their prefix.

        Raises BrokenWorkbook, also for a document type, which no workbook has.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, names: start(tag.rpartition(":")[2], names)
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            for chunk in _legal(self._chunks(name)):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenWorkbook("broken") from error
        yield

    def _chunks(self, name: str) -> Iterator[bytes]:
        if self._zip.getinfo(name).flag_bits & _ENCRYPTED:
            raise BrokenWorkbook("locked")
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise BrokenWorkbook("too_large")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise BrokenWorkbook("broken") from error


def _refuse_document_type(*_about: object) -> None:
    raise BrokenWorkbook("broken")


def _legal(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Drop the control characters that XML forbids, written as such or as a reference."""
    rest = b""
    is_utf16 = False
    for position, chunk in enumerate(chunks):
        is_utf16 = is_utf16 or (position == 0 and chunk.startswith(_UTF16))
        if is_utf16:
            yield chunk
            continue
        chunk = rest + chunk.translate(None, _CONTROLS)
        begun = chunk.rfind(b"&", -_LONGEST_REFERENCE)
        rest = chunk[begun:] if begun >= 0 and b";" not in chunk[begun:] else b""
        yield _FORBIDDEN_REFERENCE.sub(b" ", chunk[: len(chunk) - len(rest)])
    yield rest
