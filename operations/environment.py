"""Settings and keys: from the environment first, then from what `./run` wrote to PORTAL_HOME."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

FIELD_KEY_FILE: Final = "field_key"
SECRET_KEY_OLD: Final = "secret_key.old"
BASE_DIR = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("PORTAL_HOME") or BASE_DIR / ".local").resolve()


def _running_servers() -> dict[str, Any]:
    try:
        servers = json.loads((HOME / "servers.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return servers if isinstance(servers, dict) else {}


_SERVERS = _running_servers()


def value(name: str, default: str = "") -> str:
    """Return the setting `name` as text from the environment, else from the running portal."""
    return os.environ.get(name) or str(_SERVERS.get(name) or default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no setting; 0, false, no and off are no, and empty is the default."""
    text = value(name)
    return default if not text else text.lower() not in {"0", "false", "no", "off"}


def count(name: str, default: int = 0) -> int:
    """Return a whole number of 0 or more. Raises SystemExit, in words, for anything else."""
    text = value(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise SystemExit(f"{name}={text} bukan bilangan bulat 0 atau lebih (not a whole number).")
    return int(text)


def key(name: str, file_name: str) -> bytes:
    """Return secret bytes (32; 48 of the secret key) from the environment or PORTAL_HOME/keys.

    Both hold them as base64. A missing file is created: `./run` and `check_keys` refuse a
    database that was written with other keys.
    """
    text = os.environ.get(name)
    if text:
        return base64.b64decode(text)
    path = HOME / "keys" / file_name
    if not path.exists():
        # Django requires 50 characters of this one (security.W009); the others are cipher keys.
        create_key(path, size=48 if file_name == "secret_key" else 32)
    return base64.b64decode(path.read_bytes().strip())


def field_keys() -> dict[int, bytes]:
    """Return the field keys by id: 1 is FIELD_KEY, later ones FIELD_KEY_2 … or keys/field_key.2 …

    Only the first is ever created here, and only where there is none at all.
    """
    numbers = {
        int(name.removeprefix("FIELD_KEY_"))
        for name in os.environ
        if name.startswith("FIELD_KEY_") and name.removeprefix("FIELD_KEY_").isdecimal()
    }
    for path in (HOME / "keys").glob(f"{FIELD_KEY_FILE}.*"):
        ending = path.name.removeprefix(f"{FIELD_KEY_FILE}.")
        numbers |= {int(ending)} if ending.isdecimal() else set()
    keys = {
        number: key(f"FIELD_KEY_{number}", field_key_file(number))
        for number in sorted(numbers)
        if number > 1
    }
    has_first = os.environ.get("FIELD_KEY") or (HOME / "keys" / FIELD_KEY_FILE).exists()
    if has_first or not keys:
        keys[1] = key("FIELD_KEY", FIELD_KEY_FILE)
    return keys


def field_key_file(number: int) -> str:
    """Return the name of the file of a field key in PORTAL_HOME/keys."""
    return FIELD_KEY_FILE if number == 1 else f"{FIELD_KEY_FILE}.{number}"


def given_by_environment(file_name: str) -> bool:
    """Tell whether this key is set in the environment, so that its file is not read."""
    name = {SECRET_KEY_OLD: "SECRET_KEY_FALLBACKS"}.get(file_name, file_name.upper())
    return bool(os.environ.get(name.replace(".", "_")))


def secret_key_fallbacks() -> list[str]:
    """Return the former secret keys, whose sessions and links are still valid, in their order."""
    listed = os.environ.get("SECRET_KEY_FALLBACKS")
    if listed:
        return [text.strip() for text in listed.split(",") if text.strip()]
    path = HOME / "keys" / SECRET_KEY_OLD
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def folder(name: str) -> Path:
    """Return a private folder of PORTAL_HOME; create it if it is missing."""
    path = HOME / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def create_key(path: Path, *, size: int = 32) -> None:
    """Write a new key atomically, never over another: of two simultaneous starts one does."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(base64.b64encode(secrets.token_bytes(size)))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
