"""PDFs signed with a throwaway key, whole and tampered with."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.common.files.hostile_files import plain_pdf

SIGNED_AT = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
STAMPED_AT = datetime(2026, 11, 20, 3, 16, tzinfo=UTC)
SIGNER = "Siti Aminah"
AUTHORITY = "Otoritas Cap Waktu"
# An organisation; its certificate names no person.
NAMELESS = "Badan Contoh"


@cache
def key_and_certificate(name: str) -> tuple[PrivateKeyInfo, Certificate]:
    """Return a fast key and its own certificate; nobody vouches for either."""
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = (
        # The stamper of the library signs with no other kind.
        rsa.generate_private_key(65537, 2048)
        if name == AUTHORITY
        else ec.generate_private_key(ec.SECP256R1())
    )
    kind = NameOID.COMMON_NAME if name != NAMELESS else NameOID.ORGANIZATION_NAME
    subject = x509.Name([x509.NameAttribute(kind, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(SIGNED_AT - timedelta(days=9))
        .not_valid_after(SIGNED_AT + timedelta(days=900))
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return (
        PrivateKeyInfo.load(private),
        Certificate.load(certificate.public_bytes(Encoding.DER)),
    )


def signed(
    pdf: bytes = b"",
    *,
    name: str = SIGNER,
    field: str = "Tanda",
    stamped: bool = False,
    **metadata: object,
) -> bytes:
    """Return the PDF with one more signature of that person, at SIGNED_AT."""
    signature = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        **metadata,  # type: ignore[arg-type]
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf or plain_pdf()))
    signer = signers.PdfSigner(
        signature, _signer(name), timestamper=_timestamper() if stamped else None
    )
    return _apart(partial(signer.sign_pdf, writer, in_place=False))


def stamped_whole(pdf: bytes) -> bytes:
    """Return the PDF with a time stamp on all of it, at STAMPED_AT."""
    stamper = signers.PdfTimeStamper(_timestamper())
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return _apart(partial(stamper.timestamp_pdf, writer, "sha256"))


def with_fields(count: int, value: generic.PdfObject | None = None) -> bytes:
    """Return a PDF with that many places for a signature, all with that value."""
    writer = IncrementalPdfFileWriter(BytesIO(plain_pdf()))
    held = {generic.pdf_name("/V"): writer.add_object(value)} if value is not None else {}
    names = (generic.TextStringObject(f"Tempat{number}") for number in range(count))
    kind = {generic.pdf_name("/FT"): generic.pdf_name("/Sig")}
    fields = [
        writer.add_object(generic.DictionaryObject({**kind, **held, generic.pdf_name("/T"): name}))
        for name in names
    ]
    writer.root["/AcroForm"] = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Fields"): generic.ArrayObject(fields)})
    )
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_other_text(pdf: bytes, text: str = "PALSU") -> bytes:
    """Return the PDF with an incremental update that draws another text on its first page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    drawn = generic.StreamObject(stream_data=f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode())
    page["/Contents"] = writer.add_object(drawn)
    writer.mark_update(page.container_ref)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def altered(pdf: bytes) -> bytes:
    """Return the PDF with one signed byte changed, in the comment behind its header."""
    return pdf[:11] + bytes([pdf[11] ^ 1]) + pdf[12:]


def with_range(pdf: bytes, *numbers: int | str) -> bytes:
    """Return the PDF whose last signature claims to sign these bytes."""
    found = list(re.finditer(rb"/ByteRange \[[^\]]*\] *", pdf))[-1]
    claim = f"/ByteRange [{' '.join(map(str, numbers))}]".encode()
    room = found.end() - found.start()
    assert len(claim) <= room
    return pdf[: found.start()] + claim.ljust(room) + pdf[found.end() :]


def nonsense_value() -> generic.DictionaryObject:
    """Return the value of a field of which nothing can be read."""
    return generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Sig"),
            generic.pdf_name("/SubFilter"): generic.pdf_name("/ETSI.CAdES.detached"),
            generic.pdf_name("/ByteRange"): generic.ArrayObject(
                [generic.NumberObject(number) for number in (0, 1, 2, 10**12)]
            ),
            generic.pdf_name("/Contents"): generic.ByteStringObject(b"\x30\x84" + b"\xff" * 500),
        }
    )


def range_of(pdf: bytes) -> list[int]:
    """Return the bytes that the last signature signs, as it says."""
    return [int(number) for number in re.findall(rb"/ByteRange \[([^\]]*)\]", pdf)[-1].split()]


def _apart(sign: Callable[[], BytesIO]) -> bytes:
    """Sign in a thread: the library starts an event loop, and a browser test has one running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(sign).result().getvalue()


def _signer(name: str) -> signers.SimpleSigner:
    key, certificate = key_and_certificate(name)
    return signers.SimpleSigner(
        signing_cert=certificate, signing_key=key, cert_registry=SimpleCertificateStore()
    )


def _timestamper() -> DummyTimeStamper:
    key, certificate = key_and_certificate(AUTHORITY)
    return DummyTimeStamper(certificate, key, fixed_dt=STAMPED_AT)
