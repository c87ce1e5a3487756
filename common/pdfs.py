"""A first look at a PDF: whole enough to be opened. Its content is not changed here."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput

_TAIL: Final = 2048
_HEADER: Final = re.compile(rb"%PDF-[12]\.[0-9]")
_START: Final = re.compile(rb"startxref\s+[0-9]+\s+%%EOF")


def check_pdf(data: bytes) -> None:
    """Refuses what begins or ends unlike a PDF, as a cut-off upload or a disguised file does.

    Raises InvalidInput "pdf_broken".
    """
    if not _HEADER.match(data) or not _START.search(data[-_TAIL:]):
        raise InvalidInput(
            "pdf_broken",
            _("Berkas PDF tidak lengkap atau rusak. Simpan ulang sebagai PDF, lalu unggah lagi."),
            field="file",
        )
