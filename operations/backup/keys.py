"""The keys of a copy: in a separate file, or encrypted with a passphrase inside the archive.

Anyone with both the tables and the keys can read every NIK, so they are stored together only on
request, encrypted with a passphrase.
"""

import base64
import binascii
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from common.identity.crypto import fingerprint, key_fingerprints
from operations.backup.manifest import BackupError
from operations.environment import FIELD_KEY_FILE, field_key_file, given_by_environment

SEALED: Final = "keys.sealed"
APART: Final = ".keys"
SECRET: Final = "secret"  # noqa: S105 - the name of a key, not a key
_ASSOCIATED_DATA: Final = b"umkm-portal/backup/keys/v1"
_SEAL: Final = b"umkm-portal/backup/manifest/v2"
_SCRYPT_COST: Final = 1 << 15
_OLD_SECRETS: Final = "secret_key.old"


def current_keys() -> dict[str, str]:
    """Return the keys of this process by the name of their file in PORTAL_HOME/keys."""
    keys = {"secret_key": str(settings.SECRET_KEY), "index_key": _text(settings.INDEX_KEY)}
    if settings.SECRET_KEY_FALLBACKS:
        keys[_OLD_SECRETS] = "\n".join(settings.SECRET_KEY_FALLBACKS)
    for key_id, key in settings.FIELD_KEYS.items():
        keys[field_key_file(key_id)] = _text(key)
    return keys


def fingerprints() -> dict[str, str]:
    """Return the fingerprints of the keys in use; a manifest contains only these."""
    return {**key_fingerprints(), SECRET: fingerprint(SECRET, _bytes(settings.SECRET_KEY))}


def are_held(wanted: Mapping[str, str]) -> bool:
    """Tell whether this process has the keys with these fingerprints."""
    current = fingerprints()
    return all(current.get(name) == value for name, value in wanted.items())


def fingerprints_of(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the fingerprints of keys that were read from a file."""
    values = {}
    for name, text in keys.items():
        key_name = _key_name(name)
        if key_name:
            values[key_name] = fingerprint(key_name, _bytes(text))
    return values


def seal_of(text: bytes, keys: Mapping[str, str]) -> str:
    """Return a MAC of the text under the index key, which every copy of a portal shares.

    Raises BackupError where that key is missing.
    """
    if not keys.get("index_key"):
        raise BackupError(
            "Kunci indeks tidak ada, jadi segel tidak dapat diperiksa (no index key)."
        )
    key = hmac.digest(_bytes(keys["index_key"]), _SEAL, "sha256")
    return hmac.digest(key, text, "sha256").hex()


def fixed_by_environment() -> list[str]:
    """Return the names of keys set in the environment, for which a file would have no effect."""
    return [name for name in current_keys() if given_by_environment(name)]


def write(path: Path, keys: Mapping[str, str], passphrase: str = "") -> None:
    """Write a new file, readable by its owner alone; sealed when there is a passphrase."""
    content: dict[str, Any] = {"format": 1, "keys": dict(keys)}
    if passphrase:
        salt, nonce = os.urandom(16), os.urandom(12)
        plain = json.dumps(content).encode()
        sealed = AESGCM(_derived_key(passphrase, salt)).encrypt(nonce, plain, _ASSOCIATED_DATA)
        content = {
            "format": 1, "salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed),
        }  # fmt: skip
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=1)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())


def read(path: Path, passphrase: str = "") -> dict[str, str]:
    """Return the keys of a file.

    Raises BackupError when it is missing or damaged, sealed with another passphrase, or names a
    file that is not a key: the names become files in PORTAL_HOME/keys.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if "sealed" in content:
            if not passphrase:
                raise BackupError(f"{path} tersegel; perlu frasa sandi (passphrase needed).")
            cipher = AESGCM(_derived_key(passphrase, _bytes(content["salt"])))
            plain = cipher.decrypt(
                _bytes(content["nonce"]), _bytes(content["sealed"]), _ASSOCIATED_DATA
            )
            content = json.loads(plain)
        keys: dict[str, str] = content["keys"]
    except InvalidTag:
        raise BackupError("Frasa sandi salah, atau kunci rusak (wrong passphrase).") from None
    except OSError as error:
        raise BackupError(f"Kunci tidak terbaca (no keys): {error}") from error
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"{path} rusak (damaged).") from None
    _require_keys(path, keys)
    return keys


def _require_keys(path: Path, keys: Any) -> None:
    """Raise BackupError unless these are base64 texts under the names of keys."""
    if not isinstance(keys, dict):
        raise BackupError(f"{path} rusak (damaged).")
    for name, text in keys.items():
        if name != _OLD_SECRETS and not _key_name(str(name)):
            raise BackupError(f"{path} memuat {str(name)!r:.80}, bukan nama kunci (no key's name).")
        try:
            if not isinstance(text, str) or not text.split():
                raise ValueError(name)
            if name != _OLD_SECRETS:
                base64.b64decode(text.strip(), validate=True)
        except (ValueError, binascii.Error):
            raise BackupError(f"{path}: kunci {name} rusak (damaged).") from None


def check(keys: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raise BackupError unless these are the keys that the manifest names."""
    actual = fingerprints_of(keys)
    wrong = sorted(name for name, value in wanted.items() if actual.get(name) != value)
    if wrong:
        raise BackupError(f"Kunci tidak cocok dengan cadangan ini (keys differ): {wrong}.")


def install(keys: Mapping[str, str], folder: Path, stamp: str) -> list[Path]:
    """Write key files; one that would be overwritten by other bytes is set aside, never lost.

    Field keys of the folder that the copy does not have are set aside too, or a newer one would
    still encrypt. Returns the files that were set aside.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    set_aside = []
    unlisted_field_keys = {
        path.name for path in folder.glob(f"{FIELD_KEY_FILE}*") if path.is_file()
    }
    unlisted_field_keys = {
        name for name in unlisted_field_keys if _key_name(name) and name not in keys
    }
    for name in sorted({*keys, *unlisted_field_keys}):
        path = folder / name
        text = keys.get(name)
        if path.exists() and path.read_text(encoding="utf-8").strip() != text:
            former = path.with_name(f"{name}.before-restore-{stamp}")
            path.rename(former)
            set_aside.append(former)
        if text is not None and not path.exists():
            draft = path.with_name(f".{name}.{stamp}")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(text)
            draft.replace(path)
    return set_aside


def _key_name(file_name: str) -> str:
    """Return the name of the fingerprint of a key file; "" for a file that has none."""
    if file_name in ("secret_key", "index_key"):
        return file_name.removesuffix("_key")
    if file_name == FIELD_KEY_FILE:
        return "1"
    number = file_name.removeprefix(f"{FIELD_KEY_FILE}.")
    return number if number != file_name and number.isascii() and number.isdecimal() else ""


def _derived_key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_SCRYPT_COST, r=8, p=1).derive(passphrase.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
