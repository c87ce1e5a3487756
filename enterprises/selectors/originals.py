"""What a stored file was signed with, as it was read when it was sent."""

from dataclasses import dataclass

from common.files.signatures.found import Signatures, signatures_from
from enterprises.models import DocumentVersion, SealedOriginal


@dataclass(frozen=True)
class Seal:
    """The signed original of a file: its bytes, and its signatures as they were read."""

    size: int
    signatures: Signatures


def seal_of(version: DocumentVersion) -> Seal | None:
    """Return what the file was signed with, None for one that was not."""
    row: SealedOriginal | None = getattr(version, "original", None)
    if row is None:
        return None
    found = signatures_from({"count": row.signature_count, "signatures": row.signatures})
    return Seal(row.size, found)


def original_filename(filename: str) -> str:
    """Return the name under which the original of a PDF of that name is saved."""
    return f"{filename.removesuffix('.pdf')} (asli).pdf"
