"""Start the servers that DATABASE_URL and REDIS_URL do not name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from operations.launcher.console import LaunchError
from operations.launcher.home import Home
from operations.launcher.ports import is_free
from operations.launcher.postgres import Postgres
from operations.launcher.process import Command
from operations.launcher.supervise import Supervisor
from operations.launcher.valkey import Valkey

ATTEMPTS = 3
START_TIMEOUT = 120.0


@dataclass(frozen=True)
class Servers:
    """Where the database and the broker are; `embedded` when the launcher runs the database."""

    database_url: str
    redis_url: str
    embedded: bool


class Server(Protocol):
    """The interface that Postgres and Valkey share."""

    port: int

    @property
    def url(self) -> str: ...
    def command(self, inherited: tuple[int, ...] = ()) -> Command: ...
    def is_ready(self) -> bool: ...


@dataclass(frozen=True)
class Starter:
    """Starts servers in one home under one supervisor; children inherit the home's claim."""

    home: Home
    supervisor: Supervisor
    claim: int

    def start(
        self, environ: Mapping[str, str], settings: Mapping[str, str] | None = None
    ) -> Servers:
        """Use DATABASE_URL and REDIS_URL where given, start an embedded server where not."""
        database = environ.get("DATABASE_URL") or ""
        broker = environ.get("REDIS_URL") or ""
        return Servers(
            database or self._postgres(environ, settings),
            broker or self._serve("valkey", lambda: Valkey(self.home)),
            embedded=not database,
        )

    def _postgres(self, environ: Mapping[str, str], settings: Mapping[str, str] | None) -> str:
        def make() -> Postgres:
            server = Postgres(self.home, environ, settings=settings)
            server.initialise()
            server.clear_stale_pid()
            return server

        return self._serve("postgres", make)

    def _serve(self, name: str, make: Callable[[], Server]) -> str:
        for attempt in range(ATTEMPTS):
            server = make()
            child = self.supervisor.start(server.command((self.claim,)))
            try:
                self.supervisor.wait_until(server.is_ready, START_TIMEOUT, name)
            except LaunchError:
                self.supervisor.stop(child)
                # Retry only when another program took the port at the same moment.
                if is_free(server.port) or attempt == ATTEMPTS - 1:
                    raise
                self.home.ports.forget(name)
            else:
                return server.url
        raise AssertionError("unreachable")
