"""A process that checks spreadsheets, and kills itself with -9 in the middle of the given chunk.

`python -m tests.programs.killed_process CHUNK`; 0 never kills it.
"""

import os
import signal
import sys

import django

django.setup()

from common.files.growing import GrowingFile  # noqa: E402
from programs.services.bulk_check import worker  # noqa: E402


def main(fatal_chunk: int) -> None:
    worker.CHUNK = 2  # type: ignore[misc]
    write = GrowingFile.write
    done: list[int] = []

    def write_and_die(self: GrowingFile, content: bytes, *, at: int) -> int:
        # Everything of the chunk is written, nothing of it is committed.
        end = write(self, content, at=at)
        done.append(at)
        if len(done) == fatal_chunk:
            os.kill(os.getpid(), signal.SIGKILL)
        return end

    GrowingFile.write = write_and_die  # type: ignore[method-assign]
    while worker.work_next():
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
