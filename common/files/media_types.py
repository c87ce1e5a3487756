"""The media type of a file by its first bytes, and file names that are safe to show."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

import filetype
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import UnsupportedMedia

MAX_NAME: Final = 120
PDF: Final = "application/pdf"
EXTENSIONS: Final = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    PDF: ("pdf",),
}
# What a page lets a person pick, as the attribute `accept` lists it.
ACCEPTED_TYPES: Final = ",".join(EXTENSIONS)
ACCEPTED_PHOTOS: Final = ",".join(each for each in EXTENSIONS if each != PDF)
_HEAD: Final = 8192
# Scanners and mail programs write something before it; every viewer looks for its start this far.
_PDF_SIGN: Final = b"%PDF-"
_PDF_SIGN_WITHIN: Final = 1024
# Names that we do not take; phones, cameras and messengers give them to files that we do.
_OTHER_NAMES: Final = frozenset(
    {"heic", "heif", "avif", "gif", "bmp", "tif", "tiff", "mpo", "pjpeg", "pjp", "tmp", "bin"}
    | {"doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "odt", "zip", "rar", "txt"}
)
# Programs, and pages that run them: whoever names a picture so does not err.
_RUN: Final = frozenset(
    {
        "exe", "com", "scr", "pif", "msi", "dll", "bat", "cmd", "ps1", "vbs", "vbe", "wsf", "wsh",
        "hta", "lnk", "reg", "jar", "apk", "app", "deb", "rpm", "sh", "bash", "run", "elf",
        "js", "mjs", "cjs", "ts", "html", "htm", "xhtml", "shtml", "mhtml", "xht", "svg", "svgz",
        "xml", "xsl", "xslt", "swf", "php", "phtml", "phar", "asp", "aspx", "jsp", "cgi", "py",
        "pyc", "pl", "rb", "lua",
    }
)  # fmt: skip
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_IMAGES: Final = frozenset(
    name for media_type, names in EXTENSIONS.items() if media_type != PDF for name in names
)
_ALL: Final = _IMAGES | frozenset(EXTENSIONS[PDF])
# ISO 14496-12: four bytes of size, "ftyp", the brand. iPhones store photos in this form.
_HEIC: Final = frozenset(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1")
)
# An animated PNG is accepted as a PNG, of which the first frame is stored.
_STILL_OF_ANIMATED: Final = {"image/apng": "image/png"}
_OFFICE_PARTS: Final = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def media_type_of(head: bytes) -> str:
    """Return the media type by the first bytes of a file.

    Raises UnsupportedMedia "file_heic" or "file_office", which say how to convert, or "file_type".
    """
    guess = filetype.guess(head[:_HEAD])
    # A page or a program that also claims to be a PDF is refused.
    is_nothing_else = guess is None and not head.lstrip().startswith((b"<", b"#!", b"MZ"))
    if is_nothing_else and _PDF_SIGN in head[: _PDF_SIGN_WITHIN - 1 + len(_PDF_SIGN)]:
        return PDF
    media_type = _STILL_OF_ANIMATED.get(guess.mime, guess.mime) if guess is not None else ""
    if media_type in EXTENSIONS:
        return str(media_type)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise _unsupported(
            "file_heic",
            _(
                "Foto iPhone berformat HEIC belum dapat diterima. Di iPhone buka Pengaturan, "
                "Kamera, Format, pilih Paling Kompatibel, lalu foto ulang; atau unggah tangkapan "
                "layar dari foto itu."
            ),
        )
    if head.startswith(_OLE) or _is_office_archive(head):
        raise _unsupported(
            "file_office",
            _(
                "Berkas Word, Excel, atau sejenisnya tidak dapat diterima. "
                "Buka berkasnya, pilih Simpan sebagai PDF, lalu unggah PDF itu."
            ),
        )
    raise _unsupported(
        "file_type",
        _("Jenis berkas ini tidak dapat diterima. Unggah foto JPG, PNG atau WebP, atau PDF."),
    )


def refuse_name_of_program(filename: str) -> None:
    """Raise UnsupportedMedia "file_name_mismatch" for the name of a program or a page.

    Any other name is corrected when the file is stored: the content decides.
    """
    suffix = PurePosixPath(clean_filename(filename)).suffix.lower().removeprefix(".")
    if suffix in _RUN or suffix.startswith("php"):
        raise UnsupportedMedia(
            "file_name_mismatch",
            _(
                "Nama berkas berakhiran .%(suffix)s, tetapi isinya bukan jenis itu. "
                "Unggah foto JPG, PNG atau WebP, atau PDF, dengan nama yang sesuai."
            ),
            field="file",
            params={"suffix": suffix},
        )


def clean_filename(name: str, *, extension: str = "") -> str:
    """Return a name that is safe to show and to offer for download, at most 120 characters.

    Folders, control and direction characters and those that file systems refuse are dropped. With
    `extension` (without dot) the name ends in it, whatever it ended in before.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(" " if char.isspace() else char for char in text)
    text = "".join(char for char in text if not unicodedata.category(char).startswith("C"))
    text = " ".join(_FORBIDDEN.sub("", text).split()).strip(". ")
    path = PurePosixPath(text)
    suffix = f".{extension}" if extension else path.suffix[:16]
    is_known = not extension or path.suffix.lower().removeprefix(".") in _ALL | _OTHER_NAMES
    stem = path.stem if is_known else text
    return (stem[: MAX_NAME - len(suffix)].rstrip(". ") or "berkas") + suffix


def _is_office_archive(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and any(part in head[:_HEAD] for part in _OFFICE_PARTS)


def _unsupported(code: str, message: str | Promise) -> UnsupportedMedia:
    return UnsupportedMedia(code, message, field="file")
