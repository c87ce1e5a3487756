"""Files of buyers: cleaned like every upload, in a private folder of their own."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from zlib import crc32

from django.conf import settings
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import InvalidInput, Unavailable
from common.files.antivirus import ScannerRefused, ScannerUnavailable, scan
from common.files.private_files import PrivateFiles
from common.files.upload_turns import only_upload_of
from common.files.uploads import CleanFile, accept_upload
from supply.models import BuyerRequest, RequestFile

BUYER_FILES: Final = PrivateFiles("buyer_files")
MOST_FILES: Final = 3
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    stream: IO[bytes]
    filename: str


@contextmanager
def stored(uploads: Sequence[Upload], *, network: str) -> Iterator[list[RequestFile]]:
    """Yield rows, not yet saved, of the cleaned and stored files; a failure deletes the files.

    One network sends one file at a time. Raises InvalidInput `too_many_files`, `file_infected`, and
    what `common.files.uploads.accept_upload` raises.
    """
    if len(uploads) > MOST_FILES:
        raise InvalidInput(
            "too_many_files",
            _("Paling banyak %(most)s berkas."),
            field="files",
            params={"most": MOST_FILES},
        )
    rows: list[RequestFile] = []
    try:
        with ExitStack() as turns:
            if uploads:
                # Turns are held by number; people's are positive.
                turns.enter_context(only_upload_of(-1 - crc32(network.encode())))
            for upload in uploads:
                rows.append(_store(upload))
        yield rows
    except BaseException:
        for row in rows:
            BUYER_FILES.delete(row.stored_name)
        raise


def _store(upload: Upload) -> RequestFile:
    most = settings.DOCUMENT_MAX_BYTES
    with accept_upload(upload.stream, filename=upload.filename, max_bytes=most) as clean:
        _scan(clean)
        kept = BUYER_FILES.store(_chunks(clean.path), suffix=f".{clean.extension}", most=most * 4)
        return RequestFile(
            filename=clean.filename,
            media_type=clean.media_type,
            size=kept.size,
            sha256=kept.sha256,
            stored_name=kept.name,
            added_at=clock.now(),
        )


def _scan(clean: CleanFile) -> None:
    """Scan the file, where there is a scanner, before anything is stored: it has no owner yet."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        with clean.path.open("rb") as stream:
            found = scan(stream, address=settings.CLAMD_SOCKET)
    except (ScannerUnavailable, ScannerRefused) as error:
        text = _("Berkas belum dapat diperiksa. Kirim tanpa berkas, atau coba lagi nanti.")
        raise Unavailable("scanner_away", text, field="files") from error
    if found:
        text = _("Berkas ini berbahaya menurut pemindai virus, jadi tidak diterima.")
        raise InvalidInput("file_infected", text, field="files")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def open_file(row: RequestFile) -> IO[bytes]:
    """Open a stored file; raises FileNotFoundError for a missing one."""
    return BUYER_FILES.path(row.stored_name).open("rb")


def delete_files(request: BuyerRequest) -> list[str]:
    """Delete the rows of a request's files; return the names to delete after the commit."""
    rows = RequestFile.objects.filter(request=request)
    names = list(rows.values_list("stored_name", flat=True))
    rows.delete()
    return names
