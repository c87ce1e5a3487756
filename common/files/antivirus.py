"""Scan a file with a ClamAV daemon: `INSTREAM` over its socket, one file per connection."""

import socket
from pathlib import Path
from typing import IO, Final

CONNECT_SECONDS: Final = 5.0
# Without any response, not in total: clamd reads the whole file before it starts to scan.
ANSWER_SECONDS: Final = 60.0
MAX_SIGNATURE: Final = 200
_CHUNK_BYTES: Final = 64 * 1024
_MAX_ANSWER: Final = 4096


class ScannerUnavailable(Exception):
    """No usable answer from the scanner now: not reached, too slow, cut off or unreadable."""


class ScannerRefused(Exception):
    """The scanner answers, but will not scan this file, such as one above its own limit."""


def scan(stream: IO[bytes], *, address: str) -> str:
    """Scan a file; return the name of what was found, or "" for a clean file.

    `address` is the path of a Unix socket or `host:port`. Raises ScannerUnavailable and
    ScannerRefused; only the scanner's explicit answer that the file is clean counts as clean.
    """
    try:
        with _connected(address) as connection:
            connection.settimeout(ANSWER_SECONDS)
            answer = _exchange(connection, stream)
    except OSError as error:
        raise ScannerUnavailable(type(error).__name__) from error
    return _signature_in(answer)


def _connected(address: str) -> socket.socket:
    if "/" not in address:
        host, _colon, port = address.rpartition(":")
        if not host or not port.isdigit():
            raise ScannerUnavailable("CLAMD_SOCKET is neither a path nor host:port")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(CONNECT_SECONDS)
        connection.connect(str(Path(address)))
    except OSError:
        connection.close()
        raise
    return connection


def _exchange(connection: socket.socket, stream: IO[bytes]) -> bytes:
    try:
        connection.sendall(b"zINSTREAM\0")
        while chunk := stream.read(_CHUNK_BYTES):
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        # The scanner cuts off a file above its limit; its reason may still be read.
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANSWER:
        chunk = connection.recv(_MAX_ANSWER)
        if not chunk:
            break
        answer += chunk
    return answer


def _signature_in(answer: bytes) -> str:
    text = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if text == "stream: OK":
        return ""
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return text.removeprefix("stream: ").removesuffix(" FOUND")[:MAX_SIGNATURE] or "?"
    if text.endswith("ERROR"):
        raise ScannerRefused(text[:MAX_SIGNATURE])
    raise ScannerUnavailable("unreadable answer")
