"""Second factors as a person would hold them; codes are computed by allauth's own functions."""

import hashlib
import json
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import User
from tests.factories.accounts import PASSWORD

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RECORDS = "account_authentication_methods"
RECORDS_OF = "account_authentication_methods_user"


def give_application(user: User, secret: str = SECRET) -> Authenticator:
    """An authenticator application and recovery codes."""
    found: Authenticator = totp.TOTP.activate(user, secret).instance
    RecoveryCodes.activate(user)
    return found


def give_key(user: User, name: str = "Kunci contoh") -> Authenticator:
    """A passkey whose private half nobody keeps."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())  # type: ignore[no-untyped-call]
    held = AttestedCredentialData.create(Aaguid.NONE, b"0123456789abcdef", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, held)
    said = {"type": "webauthn.create", "challenge": "eA", "origin": "http://localhost"}
    credential = {
        "id": websafe_encode(held.credential_id),
        "rawId": websafe_encode(held.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(said).encode()),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    found: Authenticator = webauthn.WebAuthn.add(user, name, credential).instance
    return found


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the application shows now, or `steps` half minutes from now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


def recovery_codes(user: User) -> list[str]:
    """The recovery codes that are left."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = row.wrap().get_unused_codes()
    return codes


def sign_in(client: Client, user: User, *, target: str = "") -> str:
    """The first step; where it leads."""
    query = f"?next={target}" if target else ""
    answer = client.post(f"/masuk/{query}", {"login": user.email, "password": PASSWORD})
    return str(answer["Location"])


def proven_client(user: User) -> Client:
    """A client signed in with both steps."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    factor = factor or give_application(user)
    session = client.session
    session[RECORDS] = [{"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"}]
    session[RECORDS_OF] = str(user.pk)
    session.save()
    return client
