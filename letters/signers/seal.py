"""Sealing with the office's own key: integrity and origin, no certified signature of a person."""

from typing import ClassVar, Final

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from common.dates import clock
from common.identity.crypto import DecryptionFailed, MissingKey
from letters.enums import SignatureWay
from letters.models import SealKey
from letters.signers.base import CertificateLapsed, KeyMissing, SigningPerson
from letters.signers.pades import append_signature

_REASON: Final = "Segel elektronik dinas"


class SealSigner:
    """Seals with the key in use; needs no passphrase."""

    way: ClassVar[SignatureWay] = SignatureWay.SEAL
    asks_secret: ClassVar[bool] = False

    def sign(self, pdf: bytes, person: SigningPerson, secret: str = "") -> bytes:
        """Return the sealed PDF. Raises KeyMissing and CertificateLapsed."""
        row = SealKey.objects.filter(retired_at=None).first()
        if row is None:
            raise KeyMissing
        if row.valid_until <= clock.now():
            raise CertificateLapsed
        return append_signature(pdf, _private(row), _certificate(row), reason=_REASON)


def _private(row: SealKey) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(row.key.encode(), password=None)
    except (DecryptionFailed, MissingKey, ValueError) as error:
        # Encrypted with a field key that this portal does not have.
        raise KeyMissing from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise KeyMissing
    return key


def _certificate(row: SealKey) -> x509.Certificate:
    _kind, _headers, der = pem.unarmor(row.certificate.encode())
    return x509.Certificate.load(der)
