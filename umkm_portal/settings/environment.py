"""Where settings come from: the environment first, then what `./run` wrote to PORTAL_HOME."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("PORTAL_HOME") or BASE_DIR / ".local").resolve()


def _running_servers() -> dict[str, Any]:
    try:
        found = json.loads((HOME / "servers.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


_SERVERS = _running_servers()


def value(name: str, default: str = "") -> str:
    """The setting `name` as text: environment, then the running portal's own record."""
    return os.environ.get(name) or str(_SERVERS.get(name) or default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no setting; 0, false, no, off and empty are no."""
    text = value(name)
    return default if not text else text.lower() not in {"0", "false", "no", "off"}


def key(name: str, file_name: str) -> bytes:
    """32 secret bytes from the environment (base64) or PORTAL_HOME/keys.

    A missing key file is created only where no database has been prepared yet: a new key on an
    old database would make every encrypted number unreadable.
    """
    given = os.environ.get(name)
    if given:
        return base64.b64decode(given)
    path = HOME / "keys" / file_name
    if not path.exists():
        _create_key(path)
    return base64.b64decode(path.read_bytes().strip())


def _create_key(path: Path) -> None:
    """Writes a new key whole or not at all; of two first starts at once the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(base64.b64encode(secrets.token_bytes(32)))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
