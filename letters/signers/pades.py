"""Appending a PAdES signature to a PDF with a locally available key."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Final

from asn1crypto import x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD: Final = "Segel"


class _KeptMetadata(IncrementalPdfFileWriter):
    """A writer that leaves the metadata as they were typeset.

    The library rewrites XMP at each update, and what it writes is no longer what PDF/A checkers
    read as a declaration of conformance.
    """

    def _update_meta(self) -> None:
        """Change nothing."""


def append_signature(
    pdf: bytes, key: EllipticCurvePrivateKey, certificate: x509.Certificate, *, reason: str
) -> bytes:
    """Return the PDF with an invisible PAdES-B signature of the whole file (ECDSA, SHA-256)."""
    private = PrivateKeyInfo.load(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=private,
        cert_registry=SimpleCertificateStore(),
    )
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
    )
    out = BytesIO()
    writer = _KeptMetadata(BytesIO(pdf))
    signs = PdfSigner(meta, signer, new_field_spec=SigFieldSpec(FIELD))
    # It starts an event loop of its own, which fails in a thread that already has one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(signs.sign_pdf, writer, output=out).result()
    return out.getvalue()
