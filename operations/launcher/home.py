"""PORTAL_HOME: the one folder for all data of a portal, and the claim on it.

keys/  passwords and encryption keys, 0700      postgres/ valkey/  the servers' data
media/ uploads     mail/ messages as files       logs/ static/ run/  may be deleted
servers.json  URLs of the running servers, for `manage.py`; absent when nothing runs
"""

import base64
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from operations.launcher import pids
from operations.launcher.console import LaunchError, say
from operations.launcher.ports import RememberedPorts

ROOT = Path(__file__).resolve().parents[2]
PUBLIC_FOLDERS = ("logs", "media", "mail", "run")
ENCRYPTION_KEYS = ("secret_key", "field_key", "index_key")
LEFTOVER_SECONDS = 30.0


class Home:
    """The layout of one PORTAL_HOME."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = path / "keys"
        self.logs = path / "logs"
        self.run = path / "run"
        self.postgres = path / "postgres"
        self.valkey = path / "valkey"
        self.servers_file = path / "servers.json"
        self.ports = RememberedPorts(self.run / "ports.json")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Home":
        """`.local` of the checkout unless PORTAL_HOME names another."""
        return cls(Path(environ.get("PORTAL_HOME") or ROOT / ".local").resolve())

    def create(self) -> None:
        """Create the folders that are missing. Raises LaunchError when that is not permitted."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for name in PUBLIC_FOLDERS:
                (self.path / name).mkdir(mode=0o700, exist_ok=True)
            self.keys.mkdir(mode=0o700, exist_ok=True)
            self.keys.chmod(0o700)
        except OSError as error:
            raise LaunchError(
                f"PORTAL_HOME tidak dapat ditulis: {error} (PORTAL_HOME=/lain ./run)."
            ) from error

    def secret(self, name: str) -> str:
        """Return a password of this home, created at its first use."""
        path = self.keys / name
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        return path.read_text(encoding="utf-8").strip()

    def ensure_encryption_keys(self, environ: Mapping[str, str]) -> None:
        """Create the keys of an empty home. Raises LaunchError when keys of data are missing."""
        missing = [
            name
            for name in ENCRYPTION_KEYS
            if not environ.get(name.upper())
            and not (self.keys / name).exists()
            and not (name == "field_key" and self._has_later_field_key(environ))
        ]
        if missing and (self.postgres / "data").exists():
            raise LaunchError(
                f"Kunci {', '.join(missing)} hilang dari {self.keys}, padahal basis data sudah "
                "berisi; pulihkan dari cadangan (restore the keys from your backup)."
            )
        for name in missing:
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            write_private(self.keys / name, key)

    def _has_later_field_key(self, environ: Mapping[str, str]) -> bool:
        """Tell whether a later field key exists: the first may then have been removed."""
        return any(name.startswith("FIELD_KEY_") for name in environ) or any(
            path.suffix[1:].isdecimal() for path in self.keys.glob("field_key.*")
        )

    def announce(self, servers: Mapping[str, str | int | bool]) -> None:
        """Write the URLs of this portal's servers where `manage.py` reads them."""
        write_private(self.servers_file, json.dumps(servers, indent=1))

    @contextmanager
    def claim(self, address: str) -> Iterator[int]:
        """Be the only launcher of this home; yields a descriptor for every child to inherit.

        Two locks, both dropped by the kernel. While the launcher's own is held, a second launcher
        is refused (LaunchError). While the children's is held, the next launcher waits for the
        children of one that was killed, so that no two servers ever share one data folder.
        """
        launcher = os.open(self.run / "launcher.lock", os.O_RDWR | os.O_CREAT, 0o600)
        children = os.open(self.run / "children.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _lock(launcher):
                running = os.pread(launcher, 200, 0).decode() or "?"
                raise LaunchError(f"Portal sudah berjalan di {running} (already running).")
            os.ftruncate(launcher, 0)
            os.pwrite(launcher, address.encode(), 0)
            self._wait_for_leftovers(children)
            yield children
        finally:
            with suppress(OSError):
                os.close(children)
            os.close(launcher)

    def _wait_for_leftovers(self, children: int) -> None:
        if _lock(children):
            return
        say("Menunggu sisa proses sebelumnya berhenti (waiting for an earlier run to end)...")
        if _lock_within(children, LEFTOVER_SECONDS):
            return
        path = self.run / "children.lock"
        pids.kill_holders(path)
        if not _lock_within(children, 5):
            raise LaunchError(f"Proses lama masih memegang {path}; hentikan dulu (still held).")


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; never readable by others, not even for a moment."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_within(descriptor: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (locked := _lock(descriptor)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return locked
