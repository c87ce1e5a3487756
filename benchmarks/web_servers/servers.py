"""The servers that are compared, each as a process of one thread, and how one is started."""

import http.client
import os
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from operations.launcher import ports
from operations.launcher.process import die_with_parent

ROOT: Final = Path(__file__).resolve().parents[2]
# Packages of the trial's own environment; the project needs none of them.
PINNED: Final = ("waitress==3.0.2", "granian==2.8.9")
APP: Final = "benchmarks.web_servers.small_app:application"
PATIENCE: Final = 10.0
_START: Final = 30.0
_WORKER: Final = "operations.web_server.buffering_worker.BufferingWorker"


@dataclass(frozen=True)
class Server:
    """A kind of server: its name in the table, and its command with PORT and PROCESSES."""

    name: str
    argv: Sequence[str]


@dataclass
class Running:
    """A server that answers on `port`; its log is read when it does not start."""

    port: int
    process: subprocess.Popen[bytes]
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str = "/", body: bytes = b"halo") -> bytes:
        """Send a request on a connection of its own and return the body of the answer.

        Raises OSError or HTTPException when none comes within PATIENCE.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, self.headers)
            return connection.getresponse().read()
        finally:
            connection.close()

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.ask() == b"4"
        return False

    def workers(self) -> list[int]:
        """Return the processes that answer, the oldest first."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sorted(int(pid) for pid in path.read_text().split())


def installed(folder: Path) -> dict[str, Path]:
    """Create an environment with PINNED in `folder`; return its Python by the package.

    A package that cannot be installed, without a network for example, is left out.
    """
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    found = {}
    for pinned in PINNED:
        words = [str(python), "-m", "pip", "install", "--quiet", pinned]
        if subprocess.run(words, check=False, capture_output=True).returncode == 0:
            found[pinned.split("==")[0]] = python
    return found


def servers(pythons: dict[str, Path]) -> list[Server]:
    """Return the servers that can be run: ours first."""
    gunicorn = [
        sys.executable, "-m", "gunicorn", "-c", "operations/web_server/gunicorn_conf.py",
        "-b", "127.0.0.1:PORT", "--workers", "PROCESSES", "--threads", "1",
    ]  # fmt: skip
    found = [Server("our worker", [*gunicorn, "-k", _WORKER, APP])]
    if python := pythons.get("waitress"):
        script = str(Path(__file__).with_name("waitress_processes.py"))
        found.append(Server("waitress", [str(python), script, "PORT", "PROCESSES", APP]))
    if python := pythons.get("granian"):
        words = [
            str(python), "-m", "granian", "--interface", "wsgi", "--port", "PORT",
            "--workers", "PROCESSES", "--blocking-threads", "1", "--respawn-failed-workers",
            "--no-ws", APP,
        ]  # fmt: skip
        found.append(Server("granian", words))
    found.append(Server("gunicorn gthread", [*gunicorn, "-k", "gthread", APP]))
    return found


@contextmanager
def running(server: Server, log: Path, processes: int = 1) -> Iterator[Running]:
    """Start a server and stop it in the end. Raises RuntimeError with its log if it does not."""
    port = ports.find_free(27000, str(log))
    values = {"PORT": str(port), "PROCESSES": str(processes)}
    argv = [
        values.get(word, word.replace("PORT", str(port)) if word.endswith(":PORT") else word)
        for word in server.argv
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "benchmarks.web_servers.settings",
    }
    with log.open("ab") as out:
        process = subprocess.Popen(
            argv, cwd=ROOT, env=environment, stdout=out, stderr=out,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
    try:
        started = Running(port, process)
        deadline = time.monotonic() + _START
        while not started.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{server.name} does not start: {log.read_text()[-2000:]}")
            time.sleep(0.05)
        yield started
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
        process.wait()
