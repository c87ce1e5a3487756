"""Second factors as a person would have them; codes are computed by allauth's own functions."""

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
    """Set up an authenticator application and recovery codes for the user."""
    factor: Authenticator = totp.TOTP.activate(user, secret).instance
    RecoveryCodes.activate(user)
    return factor


def give_key(user: User, name: str = "Kunci contoh") -> Authenticator:
    """Set up a passkey for the user and throw its private key away."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())  # type: ignore[no-untyped-call]
    attested = AttestedCredentialData.create(Aaguid.NONE, b"0123456789abcdef", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, attested)
    client_data = {"type": "webauthn.create", "challenge": "eA", "origin": "http://localhost"}
    credential = {
        "id": websafe_encode(attested.credential_id),
        "rawId": websafe_encode(attested.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(client_data).encode()),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    factor: Authenticator = webauthn.WebAuthn.add(user, name, credential).instance
    return factor


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return what the application shows now, or `steps` half minutes from now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


def recovery_codes(user: User) -> list[str]:
    """Return the recovery codes that are not used yet."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = row.wrap().get_unused_codes()
    return codes


def sign_in(client: Client, user: User, *, target: str = "") -> str:
    """Sign in with the password; return where that redirects to."""
    query = f"?next={target}" if target else ""
    response = client.post(f"/masuk/{query}", {"login": user.email, "password": PASSWORD})
    return str(response["Location"])


def proven_client(user: User) -> Client:
    """Return a client signed in with password and second factor."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    factor = factor or give_application(user)
    session = client.session
    session[RECORDS] = [{"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"}]
    session[RECORDS_OF] = str(user.pk)
    session.save()
    return client


def prove_again(client: Client) -> Client:
    """Record that the client's person has just proved once more who they are."""
    user = User.objects.get(pk=client.session["_auth_user_id"])
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    proof = {"method": "mfa", "id": factor.pk} if factor else {"method": "password"}
    session = client.session
    records = [*session.get(RECORDS, []), {**proof, "at": time.time(), "reauthenticated": True}]
    session[RECORDS], session[RECORDS_OF] = records, str(user.pk)
    session.save()
    return client
