"""Processes that hold a file open, which tells the portal's from others with reused ids."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def pids_holding(path: Path) -> list[int]:
    """Return the ids of other processes that hold the file; none where there is no /proc."""
    target = str(path.resolve())
    pids = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            links = {str(link.readlink()) for link in (entry / "fd").iterdir()}
            if target in links and int(entry.name) != os.getpid():
                pids.append(int(entry.name))
    return pids


def kill_holders(path: Path) -> None:
    """Kill the other processes that still hold the file."""
    for pid in pids_holding(path):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
