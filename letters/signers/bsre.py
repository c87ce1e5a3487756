"""A recorded simulator in place of BSrE: none of its certificates are real, which they state.

`BSRE_FOLDER/people.json` has the simulator's data: by NIP the SHA-256 of the passphrase and the
last day of the certificate (`{"1970…": {"secret_sha256": "…", "valid_until": "2027-01-31"}}`).
Without that file the service does not answer. Each request is a line of `requests.jsonl`, without
passphrase and without the letter.
"""

import hashlib
import hmac
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings

from common.dates import clock
from letters.enums import SignatureWay
from letters.signers.base import CertificateLapsed, SignerDown, SigningPerson, WrongSecret
from letters.signers.pades import append_signature

PEOPLE: Final = "people.json"
REQUESTS: Final = "requests.jsonl"
_REASON: Final = "Simulasi BSrE"


class BsreSimulator:
    """Signs for one person at one act; asks for the passphrase each time and keeps it nowhere."""

    way: ClassVar[SignatureWay] = SignatureWay.CERTIFIED
    asks_secret: ClassVar[bool] = True

    def sign(self, pdf: bytes, person: SigningPerson, secret: str) -> bytes:
        """Return the signed PDF. Raises WrongSecret, CertificateLapsed, SignerDown."""
        folder = Path(settings.BSRE_FOLDER)
        known = _people(folder).get(person.reference)
        _record(folder, person, pdf)
        if known is None or not _is_right(known, secret):
            raise WrongSecret
        if date.fromisoformat(known["valid_until"]) < clock.today():
            raise CertificateLapsed
        key = ec.generate_private_key(ec.SECP256R1())
        return append_signature(pdf, key, _certificate(key, person), reason=_REASON)


def _people(folder: Path) -> dict[str, Any]:
    try:
        people: dict[str, Any] = json.loads((folder / PEOPLE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SignerDown from error
    return people


def _is_right(known: dict[str, Any], secret: str) -> bool:
    given = hashlib.sha256(secret.encode()).hexdigest()
    return hmac.compare_digest(given, str(known["secret_sha256"]))


def _record(folder: Path, person: SigningPerson, pdf: bytes) -> None:
    line = {
        "at": clock.now().isoformat(),
        "person": person.name,
        "position": person.position,
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    with (folder / REQUESTS).open("a", encoding="utf-8") as out:
        out.write(f"{json.dumps(line)}\n")


def _certificate(key: ec.EllipticCurvePrivateKey, person: SigningPerson) -> asn1.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"SIMULASI {person.name}"[:64])])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
