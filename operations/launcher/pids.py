"""Which processes hold a file open: the sure sign that a process is ours, whatever its id."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def pids_holding(path: Path) -> list[int]:
    """Ids of the other processes that hold the file; empty where the system has no /proc."""
    wanted = str(path.resolve())
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            links = {str(link.readlink()) for link in (entry / "fd").iterdir()}
            if wanted in links and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def kill_holders(path: Path) -> None:
    """End whatever still holds the file."""
    for process in pids_holding(path):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process, signal.SIGKILL)
