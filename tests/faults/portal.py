"""A whole portal in a home of its own, started as `./run` does it, and ways to break it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from operations.launcher import ports
from operations.launcher.process import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE = 300.0
PATIENCE = 90.0
# Part of the command line of each process that the launcher starts.
PARTS = {
    "postgres": "postgres",
    "valkey": "valkey-server",
    "web": "gunicorn",
    "worker": "celery -A umkm_portal worker",
    "beat": "celery -A umkm_portal beat",
}
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """Status 0 means that no answer came."""

    status: int
    text: str
    retry_after: str = ""

    def json(self) -> Any:
        return json.loads(self.text)


class Portal:
    """A running portal; `environment` is what its own processes and `manage.py` get."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = ports.find_free(23000, str(home))
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "PYTEST_CURRENT_TEST")
        } | {
            "PORTAL_HOME": str(home),
            "PORTAL_PORT": str(self.port),
            "PORTAL_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "tests.faults.fault_settings",
            "PYTHONUTF8": "1",
        }
        self.log = home.parent / f"{home.name}.log"

    @property
    def database_url(self) -> str:
        return str(json.loads((self.home / "servers.json").read_text())["DATABASE_URL"])

    @contextmanager
    def running(self, *arguments: str, sign: str = "Portal ready") -> Iterator["Portal"]:
        """Start it and wait until it has printed `sign`; stop all its processes afterwards."""
        with self.log.open("ab") as out:
            launcher = subprocess.Popen(
                [sys.executable, "-m", "operations.launcher.run", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
                process_group=0,
                # Nothing of it outlives a pytest that was killed.
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self.launcher = launcher.pid
        before = self.log.stat().st_size
        try:
            self.wait(lambda: self._has_printed(sign, before, launcher), START_PATIENCE)
            yield self
        finally:
            with suppress(ProcessLookupError):
                launcher.send_signal(signal.SIGTERM)
            try:
                launcher.wait(60)
            except subprocess.TimeoutExpired:
                launcher.kill()
                launcher.wait()

    def _has_printed(self, sign: str, before: int, launcher: "subprocess.Popen[bytes]") -> bool:
        assert launcher.poll() is None, self.log.read_text(errors="replace")[-3000:]
        return sign.encode() in self.log.read_bytes()[before:]

    def wait(self, done: Callable[[], bool], patience: float = PATIENCE) -> float:
        """Wait for `done()` and return the seconds; fail with the end of the launcher's log."""
        started = time.monotonic()
        while not done():
            if time.monotonic() - started > patience:
                raise AssertionError(self.log.read_text(errors="replace")[-3000:])
            time.sleep(0.1)
        return time.monotonic() - started

    def manage(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        return self.python("manage.py", *words, check=check)

    def python(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done

    def ask(
        self,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 60.0,
    ) -> Answer:
        """Send a GET, or a POST of JSON; a broken connection gives status 0 and raises nothing."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=data,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        try:
            with _OPENER.open(request, timeout=timeout) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
                return Answer(error.code, text, error.headers.get("Retry-After", ""))
        except (OSError, ValueError) as error:
            return Answer(0, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - half an answer raises what http.client likes
            return Answer(0, type(error).__name__)

    def readiness(self) -> dict[str, Any]:
        """Return what /readyz answers, or {} while nothing answers."""
        answer = self.ask("/readyz", timeout=5)
        return answer.json() if answer.status in (200, 503) else {}

    def is_ready(self) -> bool:
        return self.ask("/readyz", timeout=5).status == 200

    def process(self, part: str) -> int:
        """Return the process id of a part, as its supervisor has it."""
        for child in children(self.launcher):
            words = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if PARTS[part] in words:
                return child
        raise LookupError(part)

    def kill(self, part: str, *, child: bool = False) -> int:
        """Kill a part, or one of its children, with -9. Return the process id."""
        victim = self.process(part)
        if child:
            victim = children(victim)[-1]
        os.kill(victim, signal.SIGKILL)
        return victim

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            yield connection

    def rows(self, query: Any, *values: Any) -> list[tuple[Any, ...]]:
        with self.database() as connection:
            return connection.execute(query, values).fetchall()


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(word) for word in found]
