"""Stating what an enterprise holds; the app above whose document it is calls this."""

from dataclasses import dataclass
from datetime import date, datetime

from enterprises.enums import CredentialStatus
from enterprises.models import Credential, Enterprise


@dataclass(frozen=True)
class StatedCredential:
    """What a credential says; the fields are those of the row."""

    source: str
    kind: str
    number: str
    holder: str
    issuer: str
    issued_on: date
    valid_until: date | None
    status: CredentialStatus
    issued_here: bool
    checked_at: datetime | None
    code: str
    sha256: str


def state_credential(enterprise: Enterprise, stated: StatedCredential) -> Credential:
    """Write or rewrite the credential of a source, in the transaction of what it reports."""
    values = {name: getattr(stated, name) for name in stated.__dataclass_fields__}
    source = values.pop("source")
    credential, _created = Credential.objects.update_or_create(
        source=source, defaults={**values, "enterprise": enterprise}
    )
    return credential
