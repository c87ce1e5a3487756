"""TCP ports on the loopback.

Chosen below 32768: above it the kernel assigns ports to outgoing connections, and a remembered port
could be taken at any time.
"""

import errno
import json
import socket
import zlib
from pathlib import Path

from operations.launcher.console import LaunchError

HOST = "127.0.0.1"
CEILING = 32768
SPREAD = 4000


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now; False also for forbidden ports."""
    try:
        probe(port)
    except OSError:
        return False
    return True


def probe(port: int) -> None:
    """Listen on the port for an instant. Raises OSError when that is impossible."""
    with socket.socket() as listener:
        # As servers do: connections of an earlier server that linger do not count as taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(1)


def find_free(first: int, seed: str) -> int:
    """Return a free port from `first` on; the seed spreads portals that start at the same time."""
    offset = zlib.crc32(seed.encode()) % SPREAD
    for step in range(SPREAD):
        port = first + (offset + step) % SPREAD
        if port < CEILING and is_free(port):
            return port
    raise LaunchError(f"Tidak ada porta bebas mulai {first} (no free port).")


def require_free(port: int) -> None:
    """Raise LaunchError, naming the port and how to choose another, unless the port is free."""
    try:
        probe(port)
    except PermissionError as error:
        raise LaunchError(f"Porta {port} tidak diizinkan bagi pengguna ini ({error}).") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise LaunchError(f"Porta {port} tidak dapat dipakai: {error}.") from error
        raise LaunchError(
            f"Porta {port} sudah dipakai; pilih yang lain, misalnya: "
            f"PORTAL_PORT={port + 1} ./run (port in use)."
        ) from error


class RememberedPorts:
    """The ports of a home's servers, the same at every start unless another program took one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def choose(self, name: str, first: int) -> int:
        """Return the remembered port if it is free, else a new one, and remember it."""
        remembered = self._read()
        port = remembered.get(name, 0)
        if not (0 < port < CEILING and is_free(port)):
            port = find_free(first, f"{self.path}:{port}")
            self.path.write_text(json.dumps({**remembered, name: port}), encoding="utf-8")
        return port

    def forget(self, name: str) -> None:
        remembered = self._read()
        remembered.pop(name, None)
        self.path.write_text(json.dumps(remembered), encoding="utf-8")

    def _read(self) -> dict[str, int]:
        try:
            ports = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {k: v for k, v in ports.items() if isinstance(v, int)} if ports else {}
