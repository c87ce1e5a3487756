"""The office's seal: a key made at first start, and a new one when it has ended."""

from datetime import timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db import connection, transaction

from common.dates import clock
from letters.models import SealKey

# Never "tanda tangan elektronik": nobody certified this key.
COMMON_NAME: Final = "Segel elektronik Portal UMKM Jawa Timur"
_YEARS: Final = 5
# Any constant that nothing else locks on (`letters.seal`).
_LOCK: Final = 7_114_001
# Before its end, so that a portal that runs only occasionally never seals with a lapsed one.
_REPLACED_BEFORE: Final = timedelta(days=30)


def ensure_seal() -> SealKey:
    """Return the key in use, made now where there is none or it ends within 30 days.

    Of two simultaneous calls only one makes it. An unreadable key is kept: a person has to decide
    about it.
    """
    with transaction.atomic():
        _lock()
        key = SealKey.objects.filter(retired_at=None).first()
        if key is not None and key.valid_until > clock.now() + _REPLACED_BEFORE:
            return key
        return _replaced()


def replace_seal() -> SealKey:
    """Retire the key in use and make another; letters under the old one are unaffected."""
    with transaction.atomic():
        _lock()
        return _replaced()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _replaced() -> SealKey:
    SealKey.objects.filter(retired_at=None).update(retired_at=clock.now())
    return _make()


def _make() -> SealKey:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key)
    row = SealKey(
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_until=certificate.not_valid_after_utc,
        created_at=clock.now(),
    )
    row.key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    row.save(force_insert=True)
    return row


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(key, hashes.SHA256())
