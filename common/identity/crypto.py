"""Personal numbers at rest: AES-GCM-SIV bound to the row, and a keyed blind index for look-ups.

A ciphertext is `key id (1 byte) | nonce (12) | text and tag`. The context ("table.column|row uid")
is authenticated, so a ciphertext copied to another row or column cannot be decrypted. Keys come
from settings.FIELD_KEYS (key id 1..255 -> 32 bytes; the highest id writes) and settings.INDEX_KEY;
both live outside the database, because the space of national numbers is small enough to be
searched.
"""

import hmac
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES: Final = 32
INDEX_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16


class MissingKey(ImproperlyConfigured):
    """A key that is needed is absent or has the wrong length."""


class DecryptionFailed(Exception):
    """The ciphertext was moved, changed or truncated. Never holds any of the text."""


def encrypt(plaintext: str, *, context: str) -> bytes:
    """Return the ciphertext of `plaintext` bound to `context`; raises MissingKey."""
    keys = _field_keys()
    key_id = max(keys)
    nonce = os.urandom(_NONCE_BYTES)
    cipher = AESGCMSIV(_derive(keys[key_id], _purpose(context)))
    sealed = cipher.encrypt(nonce, plaintext.encode(), _bound(key_id, context))
    return bytes([key_id]) + nonce + sealed


def decrypt(blob: bytes | memoryview, *, context: str) -> str:
    """Return the text of a ciphertext made for the same `context`.

    Raises MissingKey when its key id is not configured, DecryptionFailed when it cannot be
    decrypted.
    """
    data = bytes(blob)
    if len(data) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise DecryptionFailed("the ciphertext is too short")
    key_id, nonce, sealed = data[0], data[1 : 1 + _NONCE_BYTES], data[1 + _NONCE_BYTES :]
    keys = _field_keys()
    if key_id not in keys:
        raise MissingKey(f"field key {key_id} is not held: put it back into FIELD_KEYS")
    cipher = AESGCMSIV(_derive(keys[key_id], _purpose(context)))
    try:
        return cipher.decrypt(nonce, sealed, _bound(key_id, context)).decode()
    except (InvalidTag, UnicodeDecodeError):
        # Without its cause: a decoding error would carry the decrypted bytes into the log.
        raise DecryptionFailed("the ciphertext does not open in its place") from None


def blind_index(value: str, *, purpose: str) -> bytes:
    """Return 16 bytes that are equal for equal values of one purpose; raises MissingKey."""
    key = _derive(_index_key(), f"index:{purpose}")
    return hmac.digest(key, value.encode(), "sha256")[:INDEX_BYTES]


def keyed_digest(*, purpose: str) -> hmac.HMAC:
    """Return an HMAC-SHA256 to update: without the key nobody can verify a guessed text.

    Raises MissingKey.
    """
    return hmac.new(_derive(_index_key(), f"digest:{purpose}"), digestmod="sha256")


def key_fingerprints() -> dict[str, str]:
    """Return a fingerprint per key ("1", "2", …, "index"), from which no key can be computed.

    A database stores those it was written with; a portal that lacks one of them must not start,
    while a newly added key is no reason to refuse.
    """
    keys: dict[str, bytes] = {str(key_id): key for key_id, key in _field_keys().items()}
    keys["index"] = _index_key()
    return {name: fingerprint(name, key) for name, key in keys.items()}


def fingerprint(name: str, key: bytes) -> str:
    """Return a value of a key that is safe to show and store; it depends on the name as well."""
    return _derive(key, f"fingerprint:{name}")[:16].hex()


def _field_keys() -> Mapping[int, bytes]:
    keys: Mapping[int, bytes] = getattr(settings, "FIELD_KEYS", None) or {}
    if not keys:
        raise MissingKey("FIELD_KEYS is empty: no field can be encrypted or read")
    for key_id, key in keys.items():
        if not 1 <= key_id <= 255 or len(key) != KEY_BYTES:
            raise MissingKey(f"field key {key_id} must have an id of 1 to 255 and 32 bytes")
    return keys


def _index_key() -> bytes:
    key: bytes = getattr(settings, "INDEX_KEY", b"") or b""
    if len(key) != KEY_BYTES:
        raise MissingKey("INDEX_KEY is absent or has not 32 bytes")
    return key


def _purpose(context: str) -> str:
    column, separator, row = context.partition("|")
    if not (column and separator and row):
        raise ValueError("a context reads table.column|row")
    return f"field:{column}"


def _bound(key_id: int, context: str) -> bytes:
    return bytes([key_id]) + context.encode()


@lru_cache(maxsize=256)
def _derive(master: bytes, purpose: str) -> bytes:
    info = f"umkm-portal/v1/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)
