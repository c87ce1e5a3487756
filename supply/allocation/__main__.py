"""Plan in a process of its own: `python -m supply.allocation FILE SECONDS MODE` answers in JSON.

FILE holds the problem; MODE is `plan` or `repair`. Memory and time are limited here, so that no
order brings down the web server or a worker.
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

# Before numpy is loaded: one thread, and no address space for others.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from common.files.confined import limit_resources
from supply.allocation.answer import as_data
from supply.allocation.engine import DEFAULT, make_plan, repair
from supply.allocation.reading import read_own

_MEMORY_BYTES: Final = 1024**3
_PRICE_CHECKS: Final = 40


def main(path: str, seconds: str, mode: str) -> dict[str, Any]:
    """Return the plan of the problem in the file, as plain data."""
    ends = time.monotonic() + float(seconds)
    problem = read_own(json.loads(Path(path).read_bytes()))
    limits = replace(DEFAULT, seconds_left=lambda: ends - time.monotonic())
    # Only an order of this portal has a number: its members see why they are out, and its exporter
    # why it does not end earlier.
    if problem.lot_seed:
        limits = replace(limits, price_checks=_PRICE_CHECKS, asks_earlier=True)
    return as_data((repair if mode == "repair" else make_plan)(problem, limits))


if __name__ == "__main__":
    # HiGHS prints a banner on the standard output, where only the answer may go.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    limit_resources(
        memory_bytes=_MEMORY_BYTES, cpu_seconds=int(float(sys.argv[2])) + 30, file_bytes=0
    )
    answers.write(json.dumps(main(*sys.argv[1:4])))
    answers.close()
