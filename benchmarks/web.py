"""The portal's own web server, and processes that send requests to it."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings

from operations.launcher.ports import find_free
from operations.launcher.process import Command

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 2
THREADS = 4
_START_S = 60


class Web:
    """gunicorn as `./run` starts it (2 processes of 4 threads), on its own port."""

    def __init__(self, settings_module: str = "benchmarks.settings") -> None:
        self.port = find_free(21000, f"{os.getpid()}{settings_module}")
        log = Path(settings.PORTAL_HOME) / "logs" / f"{settings_module}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        configuration = "operations/web_server/gunicorn_conf.py"
        self.process = Command(
            name="web",
            argv=(
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                configuration,
                "--max-requests",
                "0",
                "umkm_portal.wsgi:application",
            ),
            env={
                **os.environ,
                "PORTAL_PORT": str(self.port),
                "DJANGO_SETTINGS_MODULE": settings_module,
            },
            log=log,
            cwd=ROOT,
        ).spawn()
        self.pool = ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn"))
        self._wait()

    def per_second(self, share: Callable[[int], tuple], count: int) -> float:
        """Return responses per second; `share(place)` gives function and arguments of one process.

        Raises AssertionError when a response was not as expected.
        """
        started = time.perf_counter()
        futures = [self.pool.submit(*share(place)) for place in range(CLIENTS)]
        good = sum(each.result() for each in futures)
        seconds = time.perf_counter() - started
        if good != count:
            raise AssertionError(f"{good} of {count} responses were as expected")
        return count / seconds

    def stop(self) -> None:
        """End the server and the client processes."""
        self.pool.shutdown()
        self.process.terminate()
        self.process.wait(20)

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_S
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            try:
                opener.open(f"http://127.0.0.1:{self.port}/healthz", timeout=2).read()
            except (urllib.error.URLError, OSError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                return
