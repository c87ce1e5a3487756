"""Hostile files, made in code; each with its expected outcome."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from tests.common.files import hostile_images, hostile_names, hostile_pdfs, hostile_types

TAKEN = "taken"
MARK = b"JAHAT"


@dataclass(frozen=True)
class Attack:
    """One file. `code` is the refusal, or TAKEN when it is stored without its harmful part."""

    name: str
    filename: str
    make: Callable[[], bytes]
    code: str

    @property
    def status(self) -> int:
        """Status of the API's answer."""
        if self.code == TAKEN:
            return 201
        unsupported = self.code in ("file_type", "file_heic", "file_office", "file_name_mismatch")
        return 413 if self.code == "file_too_large" else 415 if unsupported else 400


def _of(
    folder: Callable[[], dict[str, tuple[str, Callable[[], bytes], str]]], group: str
) -> Iterator[Attack]:
    for name, (filename, make, code) in folder().items():
        yield Attack(f"{group}-{name}", filename, make, code)


ATTACKS = (
    *_of(hostile_pdfs.attacks, "pdf"),
    *_of(hostile_images.attacks, "image"),
    *_of(hostile_types.attacks, "stranger"),
    *_of(hostile_names.attacks, "name"),
)


@cache
def plain_pdf(pages: int = 1, text: str = "Halo") -> bytes:
    """Return a PDF as an ordinary program writes it."""
    pdf = Pdf.new()
    for _number in range(pages):
        pdf.add_blank_page()
        content = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
        pdf.pages[-1].Contents = pdf.make_stream(content)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[-1].Resources = Dictionary(Font=Dictionary(F1=font))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def spelled_out(content: bytes) -> bytes:
    """Return the content of a file, of a PDF without its compression."""
    if not content.startswith(b"%PDF"):
        return content
    out = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.save(out, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()
