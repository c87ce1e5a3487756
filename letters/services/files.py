"""The stored files of signed letters."""

from typing import IO, Final

from django.utils.translation import gettext as _

from common.errors import NotFound
from common.files.private_files import PrivateFiles
from letters.models import Letter

FILES: Final = PrivateFiles("letters")
MAX_BYTES: Final = 10 * 1024 * 1024


def open_letter(letter: Letter) -> IO[bytes]:
    """Return the signed PDF, open for reading. Raises NotFound where there is none (yet)."""
    if letter.stored_name:
        try:
            return FILES.path(letter.stored_name).open("rb")
        except FileNotFoundError:
            pass
    raise NotFound("no_letter_file", _("Surat ini belum mempunyai berkas."))


def filename_of(letter: Letter) -> str:
    """Return a name to save it under, from its number: only characters that every system takes."""
    written = letter.number.written if letter.number else letter.label
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in written)
    return f"surat-{plain.strip('-')[:80]}.pdf"
