"""One child process: how to start and stop it, and how it never outlives the launcher."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOG_LIMIT = 5 * 1024 * 1024
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The user and group a child runs as."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Command:
    """A child as data; the same command starts it again after a crash."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    log: Path
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    # Sent by the kernel when the launcher is killed and cannot wait for a slow shutdown.
    orphan_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    account: Account | None = None
    inherited: tuple[int, ...] = field(default=())
    to_console: bool = False
    errors_to_console: bool = False

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start it in a new process group, so that Ctrl-C reaches only the launcher."""
        with open_log(self.log) as log:
            return subprocess.Popen(
                self.argv,
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=None if self.to_console else log,
                stderr=None if self.errors_to_console else log,
                process_group=0,
                pass_fds=self.inherited,
                # Safe here: the launcher has a single thread.
                preexec_fn=die_with_parent(self.orphan_signal),
                **(self.account.popen_options() if self.account else {}),
            )


def open_log(path: Path) -> Any:
    """Open the log to append; a long one is renamed to `.1` first, over the former `.1`."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(descriptor, "ab", buffering=0)


def log_tail(path: Path, lines: int = 20) -> str:
    """Return the last lines of a log; "" when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """Return a hook for the child: the kernel sends it this signal when the launcher dies.

    Also when it is killed by -9. None where the system has no such feature.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    launcher = os.getpid()

    def hook() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        # The launcher may have died between the fork and the line above.
        if os.getppid() != launcher:
            os._exit(1)

    return hook


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> bool:
    """Signal the child's whole group; return False when no member is left."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        # macOS raises it for a group in which only zombies are left.
        return False
    return True
