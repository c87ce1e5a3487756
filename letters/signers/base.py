"""The interface of every way of signing, for plugging in another one (docs/letters.md)."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from letters.enums import SignatureWay


class SigningFailed(Exception):
    """A letter could not be signed; `code` says why, and the letter still waits."""

    code = "signing_failed"


class WrongSecret(SigningFailed):
    """The passphrase or code of the person is not right."""

    code = "wrong_secret"


class CertificateLapsed(SigningFailed):
    """The certificate of the person, or the key of the office, has expired or was withdrawn."""

    code = "certificate_lapsed"


class SignerDown(SigningFailed):
    """The service that signs does not answer."""

    code = "signer_down"


class KeyMissing(SigningFailed):
    """The key of the seal is lost, or is not the one in this database."""

    code = "key_missing"


@dataclass(frozen=True)
class SigningPerson:
    """Whoever signs, as the letter names them; `reference` identifies them to the service (NIP)."""

    name: str
    position: str
    reference: str


class Signer(Protocol):
    """A way of signing; `asks_secret` ones need the person's passphrase or code at each act."""

    way: ClassVar[SignatureWay]
    asks_secret: ClassVar[bool]

    def sign(self, pdf: bytes, person: SigningPerson, secret: str) -> bytes:
        """Return the PDF with a PAdES signature appended. Raises SigningFailed."""
