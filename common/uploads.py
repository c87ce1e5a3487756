"""The one door for files from people: judged by content, never by name or declared type."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final

import filetype
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput, TooLarge, UnsupportedMedia
from common.images import clean_image
from common.pdfs import check_pdf

MAX_NAME: Final = 120
_HEAD: Final = 8192
_MEBIBYTE: Final = 1024 * 1024
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_PDF: Final = "application/pdf"
_EXTENSIONS: Final = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    _PDF: ("pdf",),
}
_PILLOW: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_IMAGE_EXTENSIONS: Final = frozenset(
    name for media_type in _PILLOW for name in _EXTENSIONS[media_type]
)


@dataclass(frozen=True)
class CleanFile:
    """An accepted file as it is to be stored; width and height (pixels) for images only."""

    content: bytes
    filename: str
    media_type: str
    extension: str
    sha256: str
    size: int
    width: int | None
    height: int | None


def accept_upload(stream: IO[bytes], *, filename: str, max_bytes: int) -> CleanFile:
    """The file made safe to store: JPEG, PNG and WebP written anew, PDF as it came.

    Never reads more than `max_bytes` + 1 bytes. Phones often give one image format the name of
    another: such a name is corrected; any other disagreement of name and content is refused.
    Raises TooLarge "file_too_large", UnsupportedMedia "file_type" or "file_name_mismatch",
    InvalidInput "file_empty", "image_broken", "image_dimensions" or "pdf_broken".
    """
    data = _read(stream, max_bytes)
    media_type = _media_type(data)
    _refuse_mismatch(filename, media_type)
    width: int | None = None
    height: int | None = None
    if media_type == _PDF:
        check_pdf(data)
        content = data
    else:
        image = clean_image(data, image_format=_PILLOW[media_type])
        content, width, height = image.content, image.width, image.height
    extension = _EXTENSIONS[media_type][0]
    return CleanFile(
        content=content,
        filename=clean_filename(filename, extension=extension),
        media_type=media_type,
        extension=extension,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        width=width,
        height=height,
    )


def clean_filename(name: str, *, extension: str = "") -> str:
    """A name that is safe to show and to offer for download, at most 120 characters.

    Folders, control and direction characters and those that file systems refuse are dropped. With
    `extension` (without dot) the name ends in it, whatever it ended in before.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(" " if mark.isspace() else mark for mark in bare)
    bare = "".join(mark for mark in bare if not unicodedata.category(mark).startswith("C"))
    bare = " ".join(_FORBIDDEN.sub("", bare).split()).strip(". ")
    path = PurePosixPath(bare)
    suffix = f".{extension}" if extension else path.suffix[:16]
    known = not extension or path.suffix.lower().removeprefix(".") in _all_extensions()
    stem = path.stem if known else bare
    return (stem[: MAX_NAME - len(suffix)].rstrip(". ") or "berkas") + suffix


def _all_extensions() -> set[str]:
    return {name for names in _EXTENSIONS.values() for name in names}


def _read(stream: IO[bytes], max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLarge(
            "file_too_large",
            _(
                "Berkas lebih besar dari %(limit)s MB. "
                "Kecilkan berkas atau unggah foto dengan resolusi lebih rendah."
            ),
            field="file",
            params={"limit": f"{max_bytes / _MEBIBYTE:.3g}".replace(".", ",")},
        )
    if not data:
        raise InvalidInput(
            "file_empty", _("Berkas kosong. Pilih berkas lain, lalu unggah lagi."), field="file"
        )
    return data


def _media_type(data: bytes) -> str:
    found = filetype.guess(data[:_HEAD])
    if found is None or found.mime not in _EXTENSIONS:
        raise UnsupportedMedia(
            "file_type",
            _("Jenis berkas ini tidak dapat diterima. Unggah foto JPG, PNG atau WebP, atau PDF."),
            field="file",
        )
    return str(found.mime)


def _refuse_mismatch(filename: str, media_type: str) -> None:
    suffix = PurePosixPath(clean_filename(filename)).suffix.lower().removeprefix(".")
    allowed = _EXTENSIONS[_PDF] if media_type == _PDF else _IMAGE_EXTENSIONS
    if suffix.isalnum() and len(suffix) <= 5 and not suffix.isdigit() and suffix not in allowed:
        raise UnsupportedMedia(
            "file_name_mismatch",
            _(
                "Nama berkas berakhiran .%(suffix)s, tetapi isinya bukan jenis itu. "
                "Unggah foto JPG, PNG atau WebP, atau PDF, dengan nama yang sesuai."
            ),
            field="file",
            params={"suffix": suffix},
        )
