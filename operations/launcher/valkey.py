"""The embedded Valkey: broker and cache, with an append-only file and a password."""

import signal
import socket

from operations.launcher import binaries
from operations.launcher.home import Home, write_private
from operations.launcher.ports import HOST
from operations.launcher.process import Command

FIRST_PORT = 20379
PASSWORD = "valkey_password"


class Valkey:
    """One server in one home. The port is fixed when the object is made."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.program = binaries.valkey_server()
        self.port = home.ports.choose("valkey", FIRST_PORT)

    @property
    def url(self) -> str:
        return f"redis://:{self.home.secret(PASSWORD)}@{HOST}:{self.port}/0"

    def command(self, inherited: tuple[int, ...] = ()) -> Command:
        """Return the command of the server. Its password is in a file: a command line is public."""
        self.home.valkey.mkdir(mode=0o700, exist_ok=True)
        configuration = self.home.run / "valkey.conf"
        write_private(configuration, self._configuration())
        return Command(
            name="valkey",
            argv=(str(self.program), str(configuration)),
            env=binaries.PLAIN_ENVIRONMENT,
            log=self.home.logs / "valkey.log",
            stop_signal=signal.SIGTERM,
            inherited=inherited,
        )

    def is_ready(self) -> bool:
        """Tell whether the server has loaded its data and accepts the password."""
        request = f"AUTH {self.home.secret(PASSWORD)}\r\nPING\r\n".encode()
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(request)
                answer = b""
                while answer.count(b"\r\n") < 2:
                    more = connection.recv(256)
                    if not more:
                        return False
                    answer += more
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def _configuration(self) -> str:
        return "\n".join(
            (
                f"bind {HOST}",
                f"port {self.port}",
                f"requirepass {self.home.secret(PASSWORD)}",
                f"dir {quoted(str(self.home.valkey))}",
                "appendonly yes",
                "appendfsync everysec",
                'save ""',
                "maxmemory-policy noeviction",
                "daemonize no",
                # With the offset, as all logs have it.
                "log-timestamp-format iso8601",
                "",
            )
        )


def quoted(text: str) -> str:
    """Quote a value for Valkey's configuration file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
