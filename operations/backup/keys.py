"""The keys of a copy: in a file of their own, or sealed with a passphrase inside the archive.

Whoever holds the tables and the keys together reads every national number, so the two are mixed
only when somebody asked for it, and then under a passphrase.
"""

import base64
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
_BOUND: Final = b"umkm-portal/backup/keys/v1"
_COST: Final = 1 << 15


def held() -> dict[str, str]:
    """The keys this process works with, by the name of their file in PORTAL_HOME/keys."""
    found = {"secret_key": str(settings.SECRET_KEY), "index_key": _text(settings.INDEX_KEY)}
    if settings.SECRET_KEY_FALLBACKS:
        found["secret_key.old"] = "\n".join(settings.SECRET_KEY_FALLBACKS)
    for key_id, key in settings.FIELD_KEYS.items():
        found[field_key_file(key_id)] = _text(key)
    return found


def fingerprints() -> dict[str, str]:
    """Of the keys in use; what a manifest keeps of them."""
    return {**key_fingerprints(), SECRET: fingerprint(SECRET, _bytes(settings.SECRET_KEY))}


def fingerprints_of(keys: Mapping[str, str]) -> dict[str, str]:
    """The same of keys read from a file."""
    found = {}
    for name, text in keys.items():
        key_name = _key_name(name)
        if key_name:
            found[key_name] = fingerprint(key_name, _bytes(text))
    return found


def pinned() -> list[str]:
    """Names of keys that the environment gives: a file would change nothing."""
    return [name for name in held() if given_by_environment(name)]


def write(path: Path, keys: Mapping[str, str], passphrase: str = "") -> None:
    """A new file, readable by its owner alone; sealed when there is a passphrase."""
    content: dict[str, Any] = {"format": 1, "keys": dict(keys)}
    if passphrase:
        salt, nonce = os.urandom(16), os.urandom(12)
        plain = json.dumps(content).encode()
        sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, plain, _BOUND)
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
    """The keys of a file. Raises BackupError when it is missing, damaged or stays sealed."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if "sealed" in content:
            if not passphrase:
                raise BackupError(f"{path} tersegel; perlu frasa sandi (passphrase needed).")
            cipher = AESGCM(_stretched(passphrase, _bytes(content["salt"])))
            plain = cipher.decrypt(_bytes(content["nonce"]), _bytes(content["sealed"]), _BOUND)
            content = json.loads(plain)
        found: dict[str, str] = content["keys"]
    except InvalidTag:
        raise BackupError("Frasa sandi salah, atau kunci rusak (wrong passphrase).") from None
    except OSError as error:
        raise BackupError(f"Kunci tidak terbaca (no keys): {error}") from error
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"{path} rusak (damaged).") from None
    return found


def check(keys: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raises BackupError unless these are the keys that the manifest names."""
    found = fingerprints_of(keys)
    wrong = sorted(name for name, print_ in wanted.items() if found.get(name) != print_)
    if wrong:
        raise BackupError(f"Kunci tidak cocok dengan cadangan ini (keys differ): {wrong}.")


def install(keys: Mapping[str, str], folder: Path, stamp: str) -> list[Path]:
    """Writes key files; one that would be overwritten by other bytes is set aside, never lost.

    Field keys of the folder that the copy does not know are set aside too: a newer one would go on
    encrypting. Returns the files that were set aside.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = []
    strangers = {path.name for path in folder.glob(f"{FIELD_KEY_FILE}*") if path.is_file()}
    strangers = {name for name in strangers if _key_name(name) and name not in keys}
    for name in sorted({*keys, *strangers}):
        path = folder / name
        text = keys.get(name)
        if path.exists() and path.read_text(encoding="utf-8").strip() != text:
            kept = path.with_name(f"{name}.before-restore-{stamp}")
            path.rename(kept)
            aside.append(kept)
        if text is not None and not path.exists():
            draft = path.with_name(f".{name}.{stamp}")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(text)
            draft.replace(path)
    return aside


def _key_name(file_name: str) -> str:
    """The name under which a fingerprint stands; "" for a file that has none."""
    if file_name in ("secret_key", "index_key"):
        return file_name.removesuffix("_key")
    if file_name == FIELD_KEY_FILE:
        return "1"
    number = file_name.removeprefix(f"{FIELD_KEY_FILE}.")
    return number if number.isdecimal() else ""


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
