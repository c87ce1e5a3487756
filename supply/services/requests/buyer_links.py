"""The secret link by which a buyer follows and answers a request.

The secret is made from the request and a key outside the database, so each letter may hold the
link while the table holds the digest alone.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from common.identity.crypto import keyed_digest

_BYTES: Final = 24
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{32}")


def secret_of(uid: UUID) -> str:
    """Return the 32 letters of the secret of a request."""
    digest = keyed_digest(purpose="buyer_link")
    digest.update(uid.bytes)
    return urlsafe_b64encode(digest.digest()[:_BYTES]).decode()


def digest_of(secret: str) -> bytes | None:
    """Return the SHA-256 of a secret; None for a text that cannot be one."""
    if _SECRET.fullmatch(secret) is None:
        return None
    return hashlib.sha256(secret.encode()).digest()


def link_of(uid: UUID, language: str) -> str:
    """Return the whole link; the secret is in its query, which no log keeps."""
    name = "buyer-request-english" if language == "en" else "buyer-request"
    return f"{settings.PORTAL_URL}{reverse(name)}?kunci={secret_of(uid)}"
