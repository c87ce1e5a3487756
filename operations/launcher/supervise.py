"""Keep the portal's processes running, and stop them in order on request."""

import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Self

from operations.launcher.console import LaunchError, StopRequested, say
from operations.launcher.process import Command, log_tail, signal_group

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
HEALTHY_AFTER = 60.0
DEATHS_AT_START = 3
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A supervised process; `restart_at` is set while it is dead and waits for its restart."""

    command: Command
    process: subprocess.Popen[bytes]
    started_at: float
    delay: float = FIRST_DELAY
    restart_at: float | None = None
    deaths: int = 0


class Supervisor:
    """Starts children, restarts one that dies with back-off, stops them in reverse order.

    A context manager: however the block ends, no process is left running.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        tick: float = 0.1,
    ) -> None:
        self.children: list[Child] = []
        self.stop_requests = 0
        self._clock = clock
        self._sleep = sleep
        self._tick = tick

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop_all()

    def listen(self) -> None:
        """Let the usual signals request a stop, except a SIGHUP that nohup ignores."""
        for number in STOP_SIGNALS:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1

    def start(self, command: Command) -> Child:
        child = Child(command, command.spawn(), self._clock())
        self.children.append(child)
        return child

    def check(self) -> None:
        """Notice children that died, and restart those that have waited long enough."""
        for child in self.children:
            if child.restart_at is not None:
                if self._clock() >= child.restart_at:
                    child.process = child.command.spawn()
                    child.started_at = self._clock()
                    child.restart_at = None
            elif child.process.poll() is not None:
                self._schedule_restart(child)

    def _schedule_restart(self, child: Child) -> None:
        # Grandchildren of a master that was killed would hold its port or its queue.
        signal_group(child.process, signal.SIGKILL)
        if self._clock() - child.started_at >= HEALTHY_AFTER:
            child.delay = FIRST_DELAY
        child.deaths += 1
        child.restart_at = self._clock() + child.delay
        say(
            f"{child.command.name} berhenti (kode {child.process.returncode}), "
            f"dimulai lagi dalam {child.delay:g} detik (restarting)."
        )
        child.delay = min(child.delay * 2, LONGEST_DELAY)

    def wait_until(self, done: Callable[[], bool], timeout: float, what: str) -> None:
        """Keep all children running until `done()`.

        Raises LaunchError after `timeout` seconds, or when a child dies DEATHS_AT_START times.
        """
        deadline = self._clock() + timeout
        while not done():
            self._pause()
            for child in self.children:
                if child.deaths >= DEATHS_AT_START:
                    raise LaunchError(failure(child.command))
            if self._clock() > deadline:
                raise LaunchError(f"{what} belum siap setelah {timeout:g} detik (timed out).")

    def watch(self) -> None:
        """Keep all children running until a stop is requested (raises StopRequested)."""
        while True:
            self._pause()

    def finish(self, command: Command) -> int:
        """Run a command to its end while the children run; return its exit status."""
        step = command.spawn()
        try:
            while (status := step.poll()) is None:
                self._pause()
            return status
        finally:
            self._end(step, command, command.grace)

    def _pause(self) -> None:
        if self.stop_requests:
            raise StopRequested
        self.check()
        self._sleep(self._tick)

    def stop(self, child: Child) -> None:
        """Stop one child for good."""
        self.children.remove(child)
        self._end(child.process, child.command, child.command.grace)

    def stop_all(self) -> None:
        """Stop the children, last started first; a second signal cuts the waiting short."""
        while self.children:
            self.stop(self.children[-1])

    def _end(self, process: subprocess.Popen[bytes], command: Command, grace: float) -> None:
        requests_before = self.stop_requests
        deadline = time.monotonic() + grace
        if process.poll() is None:
            with suppress(ProcessLookupError):
                process.send_signal(command.stop_signal)
        while process.poll() is None:
            if time.monotonic() > deadline or self.stop_requests > max(requests_before, 1):
                break
            time.sleep(0.02)
        # The leader has ended or its grace is over; no process of its group may remain.
        signal_group(process, signal.SIGKILL)
        process.wait()


def failure(command: Command) -> str:
    """Return what to print about a child that does not start: the end of its log, and its path."""
    return (
        f"{log_tail(command.log)}\n"
        f"{command.name} gagal dimulai; catatan lengkap: {command.log} (failed to start)."
    )
