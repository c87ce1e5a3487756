"""A process that imports, and kills itself with -9 in the middle of the given chunk.

`python -m tests.registers.killed_process CHUNK work`, or `… CHUNK command FILE`; 0 never kills it.
"""

import os
import signal
import sys
from typing import Any

import django
from django.core.management import call_command

django.setup()

from registers.services import chunks  # noqa: E402
from registers.services.error_report import ErrorReport  # noqa: E402
from registers.services.worker import work_next  # noqa: E402


def main(fatal_chunk: int, what: str, *rest: str) -> None:
    chunks.CHUNK = 2
    write = ErrorReport.write
    done: list[int] = []

    def write_and_die(self: ErrorReport, faults: Any, *, at: int) -> int:
        # Everything of the chunk is written, nothing of it is committed.
        size = write(self, faults, at=at)
        done.append(at)
        if len(done) == fatal_chunk:
            os.kill(os.getpid(), signal.SIGKILL)
        return size

    ErrorReport.write = write_and_die  # type: ignore[method-assign]
    if what == "command":
        call_command("import_enterprises", *rest)
        return
    while work_next():
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
