"""The portal's modules that read untrusted files, each run in a process of its own.

Such a process gets no secret of the environment, and limits itself before it opens anything, so
that a hostile file cannot exhaust the portal's memory or CPU.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]


class ProcessNotStarted(Exception):
    """There is no memory or no process available at the moment; the file may be harmless."""


class ProcessEnded(Exception):
    """The process was killed for its time, or crashed in a decoder."""


def run_confined(module: str, arguments: Sequence[str], *, seconds: float) -> dict[str, Any]:
    """Run `python -m module arguments…` and return the JSON object that it prints.

    It is killed after `seconds` of wall time. Raises ProcessNotStarted and ProcessEnded.
    """
    try:
        finished = subprocess.run(  # noqa: S603 - own interpreter, module and paths only
            [sys.executable, "-s", "-m", module, *arguments],
            cwd=_ROOT,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        answer: Mapping[str, Any] = json.loads(finished.stdout)
    except OSError as error:
        raise ProcessNotStarted(type(error).__name__) from error
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise ProcessEnded from error
    return dict(answer)


def limit_resources(*, memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Limit this process: address space, CPU time, the size of a written file, and open files."""
    for resource_id, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(resource_id, (limit, limit))
